import type { ReceivedRecord } from '../../records';
import { RecordBatchReader } from '../record-batch';
import { generousLimits } from '../unpack/limits';

/**
 * Reads the records of a batch that was rejected as a whole, some at a time, with the memory and the time of a command.
 * @param bytes the batch as it lies in the log
 * @param from the first offset that is wanted
 */
export async function* recordsOfBatch(bytes: Buffer, from: bigint): AsyncGenerator<ReceivedRecord[]> {
  const [edge] = new RecordBatchReader().read('', 0, { bytes, from });
  if (edge === undefined) return;
  for await (const { records } of edge.batch.unpackedSlices(from, generousLimits)) yield records;
}
