import { BatchEdge, FetchedBatch } from './batch/fetched-batch';
import { HeaderReader } from './header-reader';
import type { Lease } from './response-memory';

/** The log has batches in the format of before Kafka 0.11, which brokers since 4.0 don't have. */
export class OldFormatError extends Error {}

const { headerBytes } = FetchedBatch;

/** The memory that one fetch brought of a partition, and the offset that it asked for. */
export interface FetchedBytes {
  readonly bytes: Buffer;
  readonly from: bigint;
  readonly lease?: Lease;
}

/**
 * Finds the record batches of one partition in a fetch's answer, and leaves their records for later: packed ones may be a
 * thousand times as large as they look. The last batch may be cut off: it comes again with the next fetch. kafkajs's own
 * reader makes several big integers and strings a record, copies headers quadratically, and overflows the stack on a batch of
 * 120,000 records.
 */
export class RecordBatchReader {
  private readonly headers = new HeaderReader();

  /**
   * @returns the first and the last record of each batch, without their parts
   * @throws OldFormatError
   */
  read(topic: string, partition: number, { bytes, from, lease }: FetchedBytes): BatchEdge[] {
    const edges: BatchEdge[] = [];
    const source = { topic, partition, headers: this.headers, lease };
    for (let start = 0; start + headerBytes <= bytes.length;) {
      const end = start + 12 + bytes.readInt32BE(start + 8);
      if (end > bytes.length || end < start + headerBytes) break;
      if (bytes[start + 16] !== 2) throw new OldFormatError(`record batch of format ${bytes[start + 16]}`);
      const batch = new FetchedBatch(source, bytes.subarray(start, end));
      const key = batch.isControlRecord ? keyOfFirst(batch) : null;
      const { firstOffset: base, lastOffset } = batch;
      // kafkajs drops what lies before the offset it asked for; of this batch something may lie behind it.
      const firstOffset = base < from && from <= lastOffset ? from : base;
      edges.push(new BatchEdge(batch, firstOffset, key));
      if (lastOffset > firstOffset) edges.push(new BatchEdge(batch, lastOffset, key));
      start = end;
    }
    return edges;
  }
}

function keyOfFirst(batch: FetchedBatch): Buffer | null {
  for (const { records } of batch.slices(batch.firstOffset)) return records[0]?.key ?? null;
  return null;
}
