import type { Unread } from './protocol/batch/unread';

/** Is shown the headers of a record in their order, where they lie. */
export interface HeaderVisitor {
  /** @param start where in `bytes` the value begins; it ends before `end` */
  header(name: string, bytes: Buffer, start: number, end: number): void;
}

/** A header as it lies in a record: its name need not be UTF-8, and its value may be null. */
export type RecordHeader = readonly [name: Buffer, value: Buffer | null];

/** Where the parts of a record lie: its value, and its headers behind it, up to its end. */
export interface RecordBytes {
  readonly buffer: Buffer;
  readonly valueStart: number;
  /** Negative for null. */
  readonly valueLength: number;
  readonly end: number;
}

/** A record as a consumer got it from Kafka. Offsets are 64-bit, therefore bigint. */
export interface ReceivedRecord {
  topic: string;
  partition: number;
  offset: bigint;
  /** Kafka's timestamp of the record, milliseconds since 1970. */
  timestamp: number;
  key: Buffer | null;
  value: Buffer | null;
  /** A header that occurs more than once has its last value here. */
  headers: Record<string, Buffer | undefined>;
  /** Every header in order, byte for byte. Absent where `headers` is all that is known. */
  readonly allHeaders?: readonly RecordHeader[];
  /** Shows the headers without a buffer for each of them; false where one has no value, and `headers` has to be asked. */
  showHeaders?(visitor: HeaderVisitor): boolean;
  /** Where it lies, as long as it is being handled. */
  readonly bytes?: RecordBytes;
  /** Bytes that it takes in the log, where that is known. */
  readonly size?: number;
  /** Where it can't be judged by what it holds: it is rejected for this reason. Its value is null then. */
  readonly unread?: Unread;
}

/** A record to publish. */
export interface OutgoingRecord {
  /** Where it goes; the publisher's own topic when absent. */
  topic?: string;
  key: Buffer | string | null;
  value: Buffer | string | null;
  headers?: Record<string, Buffer | string | (Buffer | string)[] | undefined>;
  /** Every header in order, byte for byte; in place of `headers`. */
  allHeaders?: readonly RecordHeader[];
  /** A fixed partition; else it follows from the key, as in every Kafka client. */
  partition?: number;
  /** Milliseconds since 1970; the time of sending when absent. */
  timestamp?: number;
}

/** Size on the wire in bytes, close enough to respect Kafka's limit on a batch. */
export function sizeOf(record: OutgoingRecord): number {
  let size = 64 + byteLength(record.key) + byteLength(record.value);
  for (const [name, value] of record.allHeaders ?? Object.entries(record.headers ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) size += byteLength(name) + 4 + byteLength(one ?? null);
  }
  return size;
}

/** Every header of a record in order; where only its last values by name are known, these. */
export const headersOf = ({ allHeaders, headers }: ReceivedRecord): readonly RecordHeader[] =>
  allHeaders ?? Object.entries(headers).map(([name, value]): RecordHeader => [Buffer.from(name), value ?? null]);

function byteLength(value: Buffer | string | null): number {
  return value === null ? 0 : Buffer.byteLength(value);
}
