import type { KafkaMessage } from 'kafkajs';
import { piecesOf, type Piece } from '../consumer/pieces';
import { RecordBatchReader } from '../protocol/record-batch';
import type { ReceivedRecord } from '../records';

export const spoken = { topic: 't', partition: 3 };

/** What a consumer is handed of record batches as they lie in a log, piece by piece. */
export async function* readPieces(bytes: Buffer, from = 0n, most = 4 * 1024 * 1024): AsyncGenerator<Piece> {
  const edges = new RecordBatchReader().read(spoken.topic, spoken.partition, { bytes, from });
  const wanted = edges.filter(({ offset }) => offset >= from); // as kafkajs does
  const end = (wanted.at(-1)?.offset ?? from - 1n) + 1n;
  yield* piecesOf({ ...spoken, messages: wanted as unknown as KafkaMessage[], from, end }, most);
}

/** All records of record batches. */
export async function readBatches(bytes: Buffer, from?: bigint): Promise<ReceivedRecord[]> {
  const records: ReceivedRecord[] = [];
  for await (const piece of readPieces(bytes, from)) records.push(...piece.records);
  return records;
}
