import type { HeaderVisitor, ReceivedRecord, RecordBytes, RecordHeader } from '../records';
import type { HeaderReader } from './header-reader';

/** What the records of a batch have in common. */
export interface BatchContext {
  readonly topic: string;
  readonly partition: number;
  readonly baseOffset: bigint;
  readonly firstTimestamp: number;
  readonly appendTimestamp: number | undefined;
  readonly headers: HeaderReader;
}

/** Where in its batch a record's parts are. Lengths are negative for null. */
export interface RecordPlaces {
  readonly start: number;
  readonly end: number;
  readonly keyStart: number;
  readonly keyLength: number;
  readonly valueStart: number;
  readonly valueLength: number;
  readonly headersStart: number;
}

/**
 * A record that knows where its parts are, and makes them each time it is asked. Records wait by the ten thousand until
 * they are stored, when nobody asks for them any more: a buffer for each part of each would be the garbage collector's
 * largest task.
 */
export class RecordInBatch implements ReceivedRecord, RecordBytes {
  private readonly keyStart: number;
  private readonly keyLength: number;
  readonly valueStart: number;
  readonly valueLength: number;
  private readonly headersStart: number;
  /** Bytes that it takes in its batch. */
  readonly size: number;
  readonly end: number;

  constructor(
    private readonly batch: BatchContext,
    readonly buffer: Buffer,
    readonly offset: bigint,
    readonly timestamp: number,
    { start, end, keyStart, keyLength, valueStart, valueLength, headersStart }: RecordPlaces,
  ) {
    this.keyStart = keyStart;
    this.keyLength = keyLength;
    this.valueStart = valueStart;
    this.valueLength = valueLength;
    this.headersStart = headersStart;
    this.size = end - start;
    this.end = end;
  }

  get bytes(): RecordBytes {
    return this;
  }

  get topic(): string {
    return this.batch.topic;
  }

  get partition(): number {
    return this.batch.partition;
  }

  get key(): Buffer | null {
    return this.keyLength < 0 ? null : this.buffer.subarray(this.keyStart, this.keyStart + this.keyLength);
  }

  get value(): Buffer | null {
    return this.valueLength < 0 ? null : this.buffer.subarray(this.valueStart, this.valueStart + this.valueLength);
  }

  /** None where they can't be read: the record has to be passed all the same. */
  get headers(): Record<string, Buffer | undefined> {
    try {
      return this.batch.headers.read(this.buffer, this.headersStart, this.end);
    } catch {
      return {};
    }
  }

  showHeaders(visitor: HeaderVisitor): boolean {
    try {
      return this.batch.headers.show(this.buffer, this.headersStart, this.end, visitor);
    } catch {
      return false;
    }
  }

  get allHeaders(): readonly RecordHeader[] | undefined {
    try {
      return this.batch.headers.readAll(this.buffer, this.headersStart, this.end);
    } catch {
      return undefined;
    }
  }
}
