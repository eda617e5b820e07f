/** A Kafka record as a consumer hands it over. Where a header is repeated, the last one counts. */
export interface KafkaRecord {
  key: Buffer | null;
  value: Buffer | null;
  headers: Readonly<Record<string, Buffer | undefined>>;
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
