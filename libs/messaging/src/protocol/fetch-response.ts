import type { BatchEdge } from './batch/fetched-batch';
import { RecordBatchReader } from './record-batch';
import { responseMemory } from './response-memory';

interface FetchedPartition {
  partition: number;
  errorCode: number;
  highWatermark: string;
  lastStableOffset: string;
  lastStartOffset: string;
  abortedTransactions: { producerId: string; firstOffset: string }[];
  preferredReadReplica: number;
  /** The first and the last record of each batch. */
  messages: BatchEdge[];
}

/** The answer to a fetch in the shape that kafkajs goes on with. */
export interface FetchResponse {
  throttleTime: number;
  clientSideThrottleTime: number;
  errorCode: number;
  sessionId: number;
  responses: { topicName: string; partitions: FetchedPartition[] }[];
}

/**
 * Reads the answer to a fetch of version 11.
 * @param asked the offset that was asked for
 * @throws OldFormatError where only kafkajs's own reader will do
 */
export function readFetchResponse(buffer: Buffer, asked: (topic: string, partition: number) => bigint): FetchResponse {
  const reader = new RecordBatchReader();
  // Until all is read; kept where that fails, for kafkajs reads on then.
  const reading = responseMemory.lease(buffer);
  let at = 0;
  const int16 = () => buffer.readInt16BE((at += 2) - 2);
  const int32 = () => buffer.readInt32BE((at += 4) - 4);
  const int64 = () => String(buffer.readBigInt64BE((at += 8) - 8));
  const list = <T>(read: () => T): T[] => Array.from({ length: Math.max(int32(), 0) }, read);
  const bytes = (length: number) => buffer.subarray(at, (at += Math.max(length, 0)));

  const readBatches = (topicName: string, partition: number, fetched: Buffer): BatchEdge[] => {
    const lease = responseMemory.lease(fetched);
    const from = asked(topicName, partition);
    const edges = reader.read(topicName, partition, { bytes: fetched, from, lease });
    if (edges.length === 0) lease?.release();
    return edges;
  };

  const readPartition = (topicName: string): FetchedPartition => {
    const partition = int32();
    return {
      partition,
      errorCode: int16(),
      highWatermark: int64(),
      lastStableOffset: int64(),
      lastStartOffset: int64(),
      abortedTransactions: list(() => ({ producerId: int64(), firstOffset: int64() })),
      preferredReadReplica: int32(),
      messages: readBatches(topicName, partition, bytes(int32())),
    };
  };

  const clientSideThrottleTime = int32();
  const errorCode = int16();
  const sessionId = int32();
  const responses = list(() => {
    const topicName = bytes(int16()).toString('utf8');
    return { topicName, partitions: list(() => readPartition(topicName)) };
  });
  reading?.release();
  // The broker doesn't wait itself: it expects the client to.
  return { throttleTime: 0, clientSideThrottleTime, errorCode, sessionId, responses };
}
