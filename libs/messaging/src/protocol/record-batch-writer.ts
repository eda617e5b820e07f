import crc32c from 'kafkajs/src/protocol/recordBatch/crc32C';
import type { RecordHeader } from '../records';

/** A record as it is handed to kafkajs. */
export interface WrittenRecord {
  key?: Buffer | string | null;
  value: Buffer | string | null;
  /** By name, or every one in order, byte for byte: kafkajs hands them on as they are. */
  headers?: Record<string, HeaderValue | HeaderValue[] | undefined> | readonly RecordHeader[];
  /** Milliseconds since 1970, in digits; the time of writing when absent. */
  timestamp?: string;
}

type HeaderValue = Buffer | string;

/** What makes repetitions of a batch known to Kafka. */
export interface BatchIdentity {
  producerId: bigint;
  producerEpoch: number;
  firstSequence: number;
}

const headerBytes = 61;
const transactional = 0x10;

/**
 * Writes records as one batch of message format 2, uncompressed, each byte once. kafkajs's own writer makes a buffer
 * for each field and each header of a record, which costs more than all else that a rejected record goes through.
 * Format: Kafka's documentation, "Record Batch".
 * @param now the time of records that name none, milliseconds since 1970
 */
export function writeRecordBatch(
  records: readonly WrittenRecord[],
  identity: BatchIdentity,
  now: number,
  inTransaction = false,
): Buffer {
  const times = records.map(({ timestamp }) => (timestamp === undefined ? now : Number(timestamp)));
  // Not spread into Math.min: a batch may hold more records than a call takes arguments.
  const first = times.reduce((least, time) => Math.min(least, time), Infinity);
  const last = times.reduce((most, time) => Math.max(most, time), -Infinity);
  const measured = records.map((record, index) => measure(record, times[index]! - first, index));
  const size = measured.reduce((sum, { bodyBytes }) => sum + varintBytes(bodyBytes) + bodyBytes, headerBytes);

  const batch = Buffer.allocUnsafe(size);
  batch.writeBigInt64BE(0n, 0); // the broker gives the offset
  batch.writeInt32BE(size - 12, 8);
  batch.writeInt32BE(0, 12); // partition leader epoch
  batch.writeInt8(2, 16);
  batch.writeInt16BE(inTransaction ? transactional : 0, 21);
  batch.writeInt32BE(records.length - 1, 23);
  batch.writeBigInt64BE(BigInt(first), 27);
  batch.writeBigInt64BE(BigInt(last), 35);
  batch.writeBigInt64BE(identity.producerId, 43);
  batch.writeInt16BE(identity.producerEpoch, 51);
  batch.writeInt32BE(identity.firstSequence, 53);
  batch.writeInt32BE(records.length, 57);
  const writer = new Writer(batch, headerBytes);
  for (const record of measured) writer.record(record);
  batch.writeUInt32BE(crc32c(batch.subarray(21)), 17); // of everything from the attributes on
  return batch;
}

interface Measured {
  bodyBytes: number;
  timestampDelta: number;
  offsetDelta: number;
  key: Buffer | string | null;
  value: Buffer | string | null;
  headers: readonly MeasuredHeader[];
}

type MeasuredHeader = readonly [name: HeaderValue, value: HeaderValue | null];

function measure(record: WrittenRecord, timestampDelta: number, offsetDelta: number): Measured {
  const { key = null, value } = record;
  const headers = headersToWrite(record.headers);
  let bodyBytes = 1 + varintBytes(timestampDelta) + varintBytes(offsetDelta) + fieldBytes(key) + fieldBytes(value);
  for (const [name, content] of headers) bodyBytes += fieldBytes(name) + fieldBytes(content);
  bodyBytes += varintBytes(headers.length);
  return { bodyBytes, timestampDelta, offsetDelta, key, value, headers };
}

function headersToWrite(given: WrittenRecord['headers']): readonly MeasuredHeader[] {
  if (isList(given)) return given;
  const headers: MeasuredHeader[] = [];
  for (const name in given) {
    const content = given[name];
    if (content === undefined) continue;
    for (const one of Array.isArray(content) ? content : [content]) headers.push([name, one]);
  }
  return headers;
}

/** Narrows what `Array.isArray` doesn't: it knows no arrays that are readonly. */
const isList = (headers: WrittenRecord['headers']): headers is readonly RecordHeader[] => Array.isArray(headers);

/** Bytes of a batch that holds this record alone: what Kafka compares with `max.message.bytes`. */
export function bytesAlone(record: WrittenRecord): number {
  const { bodyBytes } = measure(record, 0, 0);
  return headerBytes + varintBytes(bodyBytes) + bodyBytes;
}

/** Bytes of a number as a zigzag varint; numbers from 0 to 2^52 and -1 alone occur. */
function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value < 0 ? 1 : value * 2; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes += 1;
  return bytes;
}

function fieldBytes(field: Buffer | string | null): number {
  if (field === null) return 1;
  const length = Buffer.byteLength(field);
  return varintBytes(length) + length;
}

class Writer {
  constructor(
    private readonly into: Buffer,
    private at: number,
  ) {}

  record({ bodyBytes, timestampDelta, offsetDelta, key, value, headers }: Measured): void {
    this.varint(bodyBytes);
    this.into[this.at++] = 0; // attributes: none are defined
    this.varint(timestampDelta);
    this.varint(offsetDelta);
    this.field(key);
    this.field(value);
    this.varint(headers.length);
    for (const [name, content] of headers) {
      this.field(name);
      this.field(content);
    }
  }

  private field(field: Buffer | string | null): void {
    if (field === null) return this.varint(-1);
    if (typeof field === 'string') {
      this.varint(Buffer.byteLength(field));
      this.at += this.into.write(field, this.at, 'utf8');
    } else {
      this.varint(field.length);
      this.at += field.copy(this.into, this.at);
    }
  }

  private varint(value: number): void {
    let rest = value < 0 ? 1 : value * 2;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.into[this.at++] = (rest % 0x80) | 0x80;
    this.into[this.at++] = rest;
  }
}
