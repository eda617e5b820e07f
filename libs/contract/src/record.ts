import type { RecordBytes } from '@trailbook/json-bytes';
import type { RejectCode } from './codes';

/** Is shown the headers of a record in their order, where they lie. */
export interface HeaderVisitor {
  /** @param start where in `bytes` the value begins; it ends before `end` */
  header(name: string, bytes: Buffer, start: number, end: number): void;
}

/** A Kafka record as a consumer hands it over. Where a header is repeated, the last one counts. */
export interface KafkaRecord {
  key: Buffer | null;
  value: Buffer | null;
  headers: Readonly<Record<string, Buffer | undefined>>;
  /** Shows the headers without a buffer for each of them; false where one has no value, and `headers` has to be asked. */
  showHeaders?(visitor: HeaderVisitor): boolean;
  /** Where the record lies, for a glance at all of it. */
  readonly bytes?: RecordBytes;
  /** Where it can't be judged by what it holds: it is rejected for this reason. Its value is null then. */
  readonly unread?: { readonly code: RejectCode; readonly reason: string };
  /** The record's timestamp, in milliseconds since 1970: the clock by which its `time` is judged. */
  timestamp: number;
}

/** What a producer hands to Kafka. */
export interface EncodedRecord {
  key: string;
  value: Buffer;
  headers: Record<string, string>;
}

/** How a record carries an event: attributes in headers (`binary`), or everything in the value (`structured`). */
export type ContentMode = 'binary' | 'structured';
