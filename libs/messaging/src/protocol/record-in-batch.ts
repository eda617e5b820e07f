import type { HeaderVisitor, ReceivedRecord, RecordBytes } from '../records';
import type { HeaderReader } from './header-reader';
import type { Lease } from './response-memory';

/** A record as kafkajs expects it further on, and as our consumers get it: one object for both. */
export interface FetchedRecord extends ReceivedRecord {
  readonly isControlRecord: boolean;
  readonly batchContext: { producerId: string; inTransaction: boolean };
}

/** What the records of a batch have in common. */
export interface BatchContext {
  readonly topic: string;
  readonly partition: number;
  readonly baseOffset: bigint;
  readonly firstTimestamp: number;
  readonly appendTimestamp: number | undefined;
  readonly isControlRecord: boolean;
  readonly batchContext: FetchedRecord['batchContext'];
  readonly headers: HeaderReader;
  /** Of the memory of all records that one fetch brought of the partition. */
  readonly lease: Lease | undefined;
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
export class RecordInBatch implements FetchedRecord, RecordBytes {
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

  get lease(): Lease | undefined {
    return this.batch.lease;
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

  get isControlRecord(): boolean {
    return this.batch.isControlRecord;
  }

  get batchContext(): FetchedRecord['batchContext'] {
    return this.batch.batchContext;
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
      return this.batch.headers.read(this.buffer, this.headersStart);
    } catch {
      return {};
    }
  }

  showHeaders(visitor: HeaderVisitor): boolean {
    try {
      return this.batch.headers.show(this.buffer, this.headersStart, visitor);
    } catch {
      return false;
    }
  }

  get allHeaders(): [string, Buffer | null][] | undefined {
    try {
      return this.batch.headers.readAll(this.buffer, this.headersStart);
    } catch {
      return undefined;
    }
  }
}

/** What is held of the memory in which a partition's records lie, of any of them. */
export const leaseOf = (record: unknown): Lease | undefined =>
  record instanceof RecordInBatch ? record.lease : undefined;
