import { ByteCursor } from './byte-cursor';
import { decompress } from './decompress';
import { HeaderReader } from './header-reader';
import type { Lease } from './response-memory';
import { RecordInBatch, type BatchContext, type FetchedRecord } from './record-in-batch';

/** The log has batches in the format of before Kafka 0.11, which brokers since 4.0 don't have. */
export class OldFormatError extends Error {}

const headerBytes = 61;
const transactional = 0x10;
const control = 0x20;
const logAppendTime = 0x08;

/**
 * Reads the record batches of one partition in a fetch's answer. The last one may be cut off: it comes again with the
 * next fetch. kafkajs's own reader makes several big integers and strings a record, copies headers quadratically, and
 * overflows the stack on a batch of 120,000 records.
 */
export class RecordBatchReader extends ByteCursor {
  private readonly headers = new HeaderReader();

  /**
   * @param lease of the memory that `bytes` are in
   * @throws OldFormatError
   */
  read(topic: string, partition: number, bytes: Buffer, lease?: Lease): FetchedRecord[] {
    const records: FetchedRecord[] = [];
    for (let start = 0; start + headerBytes <= bytes.length;) {
      const end = start + 12 + bytes.readInt32BE(start + 8);
      if (end > bytes.length) break;
      this.readBatch(topic, partition, bytes.subarray(start, end), records, lease);
      start = end;
    }
    return records;
  }

  private readBatch(topic: string, partition: number, batch: Buffer, into: FetchedRecord[], lease?: Lease): void {
    if (batch[16] !== 2) throw new OldFormatError(`record batch of format ${batch[16]}`);
    const attributes = batch.readInt16BE(21);
    const context: BatchContext = {
      topic,
      partition,
      baseOffset: batch.readBigInt64BE(0),
      firstTimestamp: Number(batch.readBigInt64BE(27)),
      appendTimestamp: (attributes & logAppendTime) === 0 ? undefined : Number(batch.readBigInt64BE(35)),
      isControlRecord: (attributes & control) !== 0,
      batchContext: { producerId: String(batch.readBigInt64BE(43)), inTransaction: (attributes & transactional) !== 0 },
      headers: this.headers,
      lease,
    };
    const count = batch.readInt32BE(57);
    const packed = batch.subarray(headerBytes);
    const before = into.length;
    try {
      this.open(decompress(attributes & 7, packed), 0);
      for (let i = 0; i < count; i += 1) into.push(this.readRecord(context));
    } catch {
      // What can't be read has to be passed all the same. Its bytes go along, so that they end among the rejected.
      into.length = before;
      for (let i = 0; i < count; i += 1) into.push(unreadable(context, i, i === 0 ? packed : null));
    }
  }

  /** Looks where the record's parts are. They are made when somebody asks for them. */
  private readRecord(context: BatchContext): FetchedRecord {
    const { buffer } = this;
    const length = this.varint();
    const start = this.at;
    const end = start + length;
    if (length < 0 || end > buffer.length) throw new RangeError('a record runs over the end of its batch');
    this.at += 1; // attributes, unused
    const timestamp = context.firstTimestamp + this.varlong();
    const offset = context.baseOffset + BigInt(this.varint());
    const keyLength = this.varint();
    const keyStart = this.pass(keyLength);
    const valueLength = this.varint();
    const valueStart = this.pass(valueLength);
    const headersStart = this.at;
    // Headers are looked through when somebody asks for them.
    this.at = end;
    const places = { start, end, keyStart, keyLength, valueStart, valueLength, headersStart };
    return new RecordInBatch(context, buffer, offset, context.appendTimestamp ?? timestamp, places);
  }
}

/** A record of a batch that nobody can read. @param value the batch's bytes, in one of its records */
function unreadable(context: BatchContext, index: number, value: Buffer | null): FetchedRecord {
  const { topic, partition, isControlRecord, batchContext, firstTimestamp, appendTimestamp } = context;
  const offset = context.baseOffset + BigInt(index);
  const timestamp = appendTimestamp ?? firstTimestamp;
  return { topic, partition, offset, timestamp, key: null, value, headers: {}, isControlRecord, batchContext };
}
