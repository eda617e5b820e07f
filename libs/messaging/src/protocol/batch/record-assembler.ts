import type { ReceivedRecord } from '../../records';
import { ByteCursor } from '../byte-cursor';
import { RecordInBatch, type BatchContext } from '../record-in-batch';
import { PassedRecord } from './passed-record';

const MiB = 1024 * 1024;
/** A record that came packed is held up to this size, more than Kafka takes of a rejected one; a larger one is passed over. */
const mostRecordBytes = 4 * MiB;
/** Records are handed on in slices: those of a few bytes are far larger as objects. */
const sliceRecords = 2_000;
const mostVarintBytes = 5;

/** Some records of a batch, in order. */
export interface Slice {
  readonly records: ReceivedRecord[];
  /** What they hold in memory, bytes. */
  readonly bytes: number;
}

/** Puts the records of one batch together from chunks of its bytes. */
export class RecordAssembler extends ByteCursor {
  private rest: Buffer | undefined;
  private passing: PassedRecord | undefined;
  private read = 0;
  /** Of the record read last; the first offset's is 0. */
  private delta = -1;

  /**
   * @param count of the batch's records
   * @param lastDelta of its last offset
   * @param skipped offsets at the beginning that are not wanted
   */
  constructor(
    private readonly context: BatchContext,
    private readonly count: number,
    private readonly lastDelta: number,
    private readonly skipped: number,
  ) {
    super();
  }

  /** All records have been read, or all offsets are taken. */
  get isDone(): boolean {
    return this.read >= this.count || this.delta >= this.lastDelta;
  }

  /** The offset behind what has been read, counted from the first one of the batch. */
  get nextDelta(): number {
    return this.delta + 1;
  }

  /**
   * Finds the records that are complete with this chunk.
   * @param ownsMemory whether the records of the chunk are all that keeps its memory
   * @throws RangeError where a record is damaged; what is before it has been handed on by then
   */
  *add(chunk: Buffer, ownsMemory: boolean): Generator<Slice> {
    let at = 0;
    if (this.passing !== undefined) {
      at = this.passing.add(chunk, at);
      if (this.passing.isDone) yield* this.passed(this.passing);
    }
    const buffer = this.rest === undefined ? chunk : Buffer.concat([this.rest, chunk]);
    this.rest = undefined;
    this.open(buffer, at, buffer.length);
    let held = ownsMemory ? buffer.length : 0;
    for (let more = true; more;) {
      const records: ReceivedRecord[] = [];
      let failure: Error | undefined;
      try {
        more = this.fill(records, sliceRecords);
      } catch (error) {
        failure = error instanceof Error ? error : new Error(String(error));
      }
      const bytes = ownsMemory ? held : records.reduce((sum, { size = 0 }) => sum + size, 0);
      held = 0;
      if (records.length > 0) yield { records, bytes };
      if (failure !== undefined) throw failure;
    }
  }

  /**
   * Adds all records of a batch that is here as a whole.
   * @throws RangeError where a record is damaged; those before it have been added by then
   */
  readAll(batch: Buffer, records: ReceivedRecord[]): void {
    this.open(batch, 0, batch.length);
    this.fill(records, Infinity);
  }

  /** @throws RangeError where the batch ended before its records did */
  finish(): void {
    if (!this.isDone) throw new RangeError(`it ends after ${this.read} of ${this.count} records`);
  }

  /** @returns whether there are more in the buffer */
  private fill(records: ReceivedRecord[], most: number): boolean {
    const { buffer } = this;
    while (!this.isDone && this.passing === undefined) {
      const begin = this.at;
      const left = buffer.length - begin;
      const isCut = left < mostVarintBytes && !this.hasVarint(left);
      const length = isCut ? 0 : this.varint();
      if (length < 0) throw new RangeError('a record has a negative length');
      const end = this.at + length;
      if (isCut || end > buffer.length) {
        this.keep(begin, length);
        return false;
      }
      const record = this.readRecord(end);
      this.at = end;
      if (this.delta >= this.skipped) records.push(record);
      if (records.length === most) return true;
    }
    return false;
  }

  private hasVarint(bytes: number): boolean {
    for (let i = 0; i < bytes; i += 1) if (this.buffer[this.at + i]! < 0x80) return true;
    return false;
  }

  /** Keeps the beginning of a record until the next chunk, or passes the record over where it is too large. */
  private keep(begin: number, length: number): void {
    if (length <= mostRecordBytes) {
      this.rest = Buffer.from(this.buffer.subarray(begin));
      return;
    }
    this.passing = new PassedRecord(this.context, length);
    this.passing.add(this.buffer, this.at);
  }

  private *passed(passing: PassedRecord): Generator<Slice> {
    this.passing = undefined;
    const record = passing.record(this.offsetOf(passing.offsetDelta));
    if (this.delta >= this.skipped) yield { records: [record], bytes: record.size ?? 0 };
  }

  /** Looks where the record's parts are. They are made when they are asked for. */
  private readRecord(end: number): RecordInBatch {
    const { context, buffer } = this;
    const start = this.at;
    this.end = end;
    this.at += 1; // attributes, unused
    const timestamp = context.firstTimestamp + this.varlong();
    const offsetDelta = this.varint();
    const keyLength = this.varint();
    const keyStart = this.pass(keyLength);
    const valueLength = this.varint();
    const valueStart = this.pass(valueLength);
    const headersStart = this.at;
    const places = { start, end, keyStart, keyLength, valueStart, valueLength, headersStart };
    const offset = this.offsetOf(offsetDelta);
    return new RecordInBatch(context, buffer, offset, context.appendTimestamp ?? timestamp, places);
  }

  /** Offsets rise within their batch. One that says otherwise is the next one: nothing behind it is to be missed. */
  private offsetOf(delta: number): bigint {
    this.delta = delta > this.delta && delta <= this.lastDelta ? delta : this.delta + 1;
    this.read += 1;
    return this.context.baseOffset + BigInt(this.delta);
  }
}
