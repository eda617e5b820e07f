import type { ReceivedRecord } from '../records';
import { decompress } from './decompress';
import { HeaderNames } from './header-names';
import { HeaderValues } from './header-values';

/** A record as kafkajs expects it further on, and as our consumers get it: one object for both. */
export interface FetchedRecord extends ReceivedRecord {
  isControlRecord: boolean;
  batchContext: { producerId: string; inTransaction: boolean };
}

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
export class RecordBatchReader {
  private readonly names = new HeaderNames();
  private readonly values = new HeaderValues();
  private buffer: Buffer = Buffer.alloc(0);
  private at = 0;

  /** @throws OldFormatError */
  read(topic: string, partition: number, bytes: Buffer): FetchedRecord[] {
    const records: FetchedRecord[] = [];
    for (let start = 0; start + headerBytes <= bytes.length;) {
      const end = start + 12 + bytes.readInt32BE(start + 8);
      if (end > bytes.length) break;
      this.readBatch(topic, partition, bytes.subarray(start, end), records);
      start = end;
    }
    return records;
  }

  private readBatch(topic: string, partition: number, batch: Buffer, into: FetchedRecord[]): void {
    if (batch[16] !== 2) throw new OldFormatError(`record batch of format ${batch[16]}`);
    const attributes = batch.readInt16BE(21);
    const context = {
      topic,
      partition,
      baseOffset: batch.readBigInt64BE(0),
      firstTimestamp: Number(batch.readBigInt64BE(27)),
      appendTimestamp: (attributes & logAppendTime) === 0 ? undefined : Number(batch.readBigInt64BE(35)),
      isControlRecord: (attributes & control) !== 0,
      batchContext: { producerId: String(batch.readBigInt64BE(43)), inTransaction: (attributes & transactional) !== 0 },
    };
    const count = batch.readInt32BE(57);
    const packed = batch.subarray(headerBytes);
    const before = into.length;
    try {
      this.buffer = decompress(attributes & 7, packed);
      this.at = 0;
      for (let i = 0; i < count; i += 1) into.push(this.readRecord(context));
    } catch {
      // What can't be read has to be passed all the same. Its bytes go along, so that they end among the rejected.
      into.length = before;
      for (let i = 0; i < count; i += 1) into.push(unreadable(context, i, i === 0 ? packed : null));
    }
  }

  private readRecord(context: BatchContext): FetchedRecord {
    const { buffer } = this;
    const length = this.varint();
    const end = this.at + length;
    if (length < 0 || end > buffer.length) throw new RangeError('a record runs over the end of its batch');
    this.at += 1; // attributes, unused
    const timestamp = context.firstTimestamp + this.varlong();
    const offset = context.baseOffset + BigInt(this.varint());
    const key = this.bytes();
    const value = this.bytes();
    const record = recordOf(context, offset, context.appendTimestamp ?? timestamp, key, value);
    this.readHeaders(record);
    this.at = end;
    return record;
  }

  private readHeaders(record: FetchedRecord): void {
    const start = this.at;
    const count = this.varint();
    const { headers } = record;
    let repeated = false;
    for (let i = 0; i < count; i += 1) {
      const name = this.headerName(i);
      const value = this.headerValue(i);
      // A name such as `constructor` is taken for repeated too, which does no harm; `__proto__` must not be assigned.
      repeated ||= name in headers;
      if (name !== '__proto__') headers[name] = value ?? undefined;
    }
    if (!repeated) return;
    this.at = start;
    record.allHeaders = Array.from({ length: this.varint() }, (_, i) => [this.headerName(i), this.headerValue(i)]);
  }

  private headerName(index: number): string {
    const length = this.varint();
    const start = this.at;
    this.at = start + length;
    return this.names.read(index, this.buffer, start, this.at);
  }

  private headerValue(index: number): Buffer | null {
    const length = this.varint();
    if (length < 0) return null;
    const start = this.pass(length);
    return this.values.read(index, this.buffer, start, this.at);
  }

  private bytes(): Buffer | null {
    const length = this.varint();
    if (length < 0) return null;
    const start = this.pass(length);
    return this.buffer.subarray(start, this.at);
  }

  /** Moves on behind a field. @returns where it begins */
  private pass(length: number): number {
    const start = this.at;
    this.at = start + length;
    if (this.at > this.buffer.length) throw new RangeError('a field runs over the end of its batch');
    return start;
  }

  private varint(): number {
    const { buffer } = this;
    let byte = buffer[this.at++] ?? 0;
    if (byte < 0x80) return (byte >>> 1) ^ -(byte & 1);
    let value = byte & 0x7f;
    for (let shift = 7; shift < 35; shift += 7) {
      byte = buffer[this.at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return (value >>> 1) ^ -(value & 1);
    }
    throw new RangeError('a number has too many bytes');
  }

  /** Up to 2^53, which differences of milliseconds keep to. */
  private varlong(): number {
    let value = 0;
    let factor = 1;
    for (let i = 0; i < 10; i += 1) {
      const byte = this.buffer[this.at++] ?? 0;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
      factor *= 128;
    }
    throw new RangeError('a number has too many bytes');
  }
}

interface BatchContext {
  topic: string;
  partition: number;
  baseOffset: bigint;
  firstTimestamp: number;
  appendTimestamp: number | undefined;
  isControlRecord: boolean;
  batchContext: FetchedRecord['batchContext'];
}

function recordOf(
  context: BatchContext,
  offset: bigint,
  timestamp: number,
  key: Buffer | null,
  value: Buffer | null,
): FetchedRecord {
  const { topic, partition, isControlRecord, batchContext } = context;
  return { topic, partition, offset, timestamp, key, value, headers: {}, isControlRecord, batchContext };
}

function unreadable(context: BatchContext, index: number, value: Buffer | null): FetchedRecord {
  const { firstTimestamp, appendTimestamp } = context;
  return recordOf(context, context.baseOffset + BigInt(index), appendTimestamp ?? firstTimestamp, null, value);
}
