import { setImmediate } from 'node:timers/promises';
import type { ReceivedRecord } from '../../records';
import type { HeaderReader } from '../header-reader';
import type { BatchContext } from '../record-in-batch';
import type { Lease } from '../response-memory';
import type { UnpackLimits } from '../unpack/limits';
import { TooLargeUnpackedError } from '../unpack/too-large';
import { codecName, unpack } from '../unpack/unpack';
import { RecordAssembler, type Slice } from './record-assembler';
import { unreadRecord } from './unread';

const headerBytes = 61;
const codecBits = 0x07;
const logAppendTime = 0x08;
const transactional = 0x10;
const control = 0x20;

/** Where batches come from. */
export interface RecordSource {
  readonly topic: string;
  readonly partition: number;
  readonly headers: HeaderReader;
  readonly lease?: Lease;
}

/** A record batch as it was fetched. Nothing of it is unpacked before its records are asked for. */
export class FetchedBatch {
  static readonly headerBytes = headerBytes;
  readonly firstOffset: bigint;
  /** How many records it says to have. */
  readonly count: number;
  private readonly lastDelta: number;
  private readonly attributes: number;

  /** @param bytes all of it, as it lies in the log */
  constructor(
    private readonly source: RecordSource,
    private readonly bytes: Buffer,
  ) {
    this.firstOffset = bytes.readBigInt64BE(0);
    this.attributes = bytes.readInt16BE(21);
    this.lastDelta = Math.max(bytes.readInt32BE(23), 0);
    this.count = bytes.readInt32BE(57);
  }

  /** Of the memory of everything that one fetch brought of the partition. */
  get lease(): Lease | undefined {
    return this.source.lease;
  }

  get isPacked(): boolean {
    return this.codec !== 0;
  }

  get isControlRecord(): boolean {
    return (this.attributes & control) !== 0;
  }

  get lastOffset(): bigint {
    return this.firstOffset + BigInt(this.lastDelta);
  }

  /** By what kafkajs knows the records of aborted transactions. */
  get batchContext(): { producerId: string; inTransaction: boolean } {
    const producerId = String(this.bytes.readBigInt64BE(43));
    return { producerId, inTransaction: (this.attributes & transactional) !== 0 };
  }

  /** Adds the records of a batch that is not packed. @returns what they hold in memory, bytes */
  readInto(records: ReceivedRecord[], from: bigint): number {
    const assembler = this.assembler(from);
    const before = records.length;
    try {
      assembler.readAll(this.records, records);
      assembler.finish();
    } catch (error) {
      for (const unread of this.unread(assembler, from, error)) records.push(...unread.records);
    }
    let bytes = 0;
    for (let i = before; i < records.length; i += 1) bytes += records[i]!.size ?? 0;
    return bytes;
  }

  /** Reads a batch that is not packed. @param from the first offset that is wanted */
  *slices(from: bigint): Generator<Slice> {
    const assembler = this.assembler(from);
    try {
      yield* assembler.add(this.records, false);
      assembler.finish();
    } catch (error) {
      yield* this.unread(assembler, from, error);
    }
  }

  /**
   * Unpacks the batch, and reads it chunk by chunk. What can't be read ends as one record among the others, so that it is
   * rejected and the partition moves on.
   * @param from the first offset that is wanted
   */
  async *unpackedSlices(from: bigint, limits?: UnpackLimits): AsyncGenerator<Slice> {
    const assembler = this.assembler(from);
    try {
      for await (const chunk of unpack(this.codec, this.records, limits)) {
        yield* assembler.add(chunk, true);
        if (assembler.isDone) break;
        await setImmediate(); // heartbeats and requests want their turn
      }
      assembler.finish();
    } catch (error) {
      yield* this.unread(assembler, from, error);
    }
  }

  private get codec(): number {
    return this.attributes & codecBits;
  }

  private get records(): Buffer {
    return this.bytes.subarray(headerBytes);
  }

  private get context(): BatchContext {
    const { topic, partition, headers } = this.source;
    const appends = (this.attributes & logAppendTime) !== 0;
    return {
      topic,
      partition,
      headers,
      baseOffset: this.firstOffset,
      firstTimestamp: Number(this.bytes.readBigInt64BE(27)),
      appendTimestamp: appends ? Number(this.bytes.readBigInt64BE(35)) : undefined,
    };
  }

  private assembler(from: bigint): RecordAssembler {
    const skipped = from > this.firstOffset ? Number(from - this.firstOffset) : 0;
    return new RecordAssembler(this.context, this.count, this.lastDelta, skipped);
  }

  private *unread({ nextDelta }: RecordAssembler, from: bigint, error: unknown): Generator<Slice> {
    const next = this.firstOffset + BigInt(nextDelta);
    const first = next > from ? next : from;
    if (first > this.lastOffset) return;
    const isTooLarge = error instanceof TooLargeUnpackedError;
    const message = error instanceof Error ? error.message : String(error);
    const which = first === this.lastOffset ? `offset ${first}` : `offsets ${first} to ${this.lastOffset}`;
    const of = `of ${this.count} records (${codecName(this.codec)})`;
    const reason = `${which} of a record batch ${of} can't be read: ${message}; the value is the batch as it lies in the log`;
    const code = isTooLarge ? 'too-large-unpacked' : 'not-json';
    const value = Buffer.from(this.bytes);
    yield {
      records: [unreadRecord(this.context, first, { code, reason, value, next: this.lastOffset + 1n })],
      bytes: value.length,
    };
  }
}

/** The first or the last record of a batch, which is all that kafkajs sees of it: it looks at offsets and transactions. */
export class BatchEdge {
  constructor(
    readonly batch: FetchedBatch,
    readonly offset: bigint,
    /** Of a control record, by which kafkajs knows how its transaction ended. */
    readonly key: Buffer | null,
  ) {}

  get isControlRecord(): boolean {
    return this.batch.isControlRecord;
  }

  get batchContext(): FetchedBatch['batchContext'] {
    return this.batch.batchContext;
  }
}
