import { createHash } from 'node:crypto';
import type { ReceivedRecord } from '../../records';
import { ByteCursor } from '../byte-cursor';
import type { BatchContext } from '../record-in-batch';
import { unreadRecord } from './unread';

const KiB = 1024;
/** Held of the record's beginning, where the key and the value's beginning are. */
const headBytes = 128 * KiB;
const keptValueBytes = 64 * KiB;
const keptKeyBytes = KiB;
/** Held of what is behind the value, where the headers are. */
const tailBytes = 64 * KiB;

/**
 * A record that is too large to be held. Its bytes go by: its beginning and its headers are kept, and its value's size and
 * hash, as of a rejected record that Kafka finds too large.
 */
export class PassedRecord extends ByteCursor {
  private readonly hash = createHash('sha256');
  private readonly head: Buffer[] = [];
  private readonly tail: Buffer[] = [];
  private passed = 0;
  private fields: Fields | undefined;

  /** @param length of the record, bytes */
  constructor(
    private readonly context: BatchContext,
    private readonly length: number,
  ) {
    super();
  }

  get isDone(): boolean {
    return this.passed === this.length;
  }

  /** @returns where in `bytes` the record ends, or their end */
  add(bytes: Buffer, from: number): number {
    const to = Math.min(bytes.length, from + this.length - this.passed);
    const taken = bytes.subarray(from, to);
    const before = this.passed;
    this.passed += taken.length;
    if (this.fields !== undefined) this.look(this.fields, taken, before);
    else {
      this.head.push(Buffer.from(taken));
      if (this.passed >= headBytes || this.isDone) {
        const head = Buffer.concat(this.head);
        this.fields = this.readFields(head);
        this.head.length = 0;
        this.look(this.fields, head, 0);
      }
    }
    return to;
  }

  /** What the batch says of the record's offset. */
  get offsetDelta(): number {
    return this.fields?.offsetDelta ?? 0;
  }

  /** The record, once all of it has passed. */
  record(offset: bigint): ReceivedRecord {
    const { key, value, valueStart, valueEnd, timestamp } = this.fields!;
    const reason = `the record has ${this.length} bytes, unpacked; only its beginning is kept`;
    const cut = { size: valueEnd - valueStart, sha256: this.hash.digest('hex') };
    return {
      ...unreadRecord(this.context, offset, { code: 'too-large', reason, value, cut }),
      ...{ timestamp, key, ...this.headers() },
    };
  }

  /** @throws RangeError where the fields run over the end of the record */
  private readFields(head: Buffer): Fields {
    this.open(head, 1, this.length); // behind the attributes, which are unused
    const timestamp = this.context.appendTimestamp ?? this.context.firstTimestamp + this.varlong();
    const offsetDelta = this.varint();
    const keyLength = this.varint();
    const keyStart = this.pass(keyLength);
    const key = keyLength < 0 ? null : Buffer.from(head.subarray(keyStart, Math.min(this.at, keyStart + keptKeyBytes)));
    // With a key of such a length all of the record counts as what is too large.
    if (this.at + 5 > head.length) {
      return { timestamp, offsetDelta, key, value: null, valueStart: 0, valueEnd: this.length };
    }
    const valueLength = this.varint();
    const valueStart = this.pass(valueLength);
    const kept = Math.min(this.at, valueStart + keptValueBytes);
    const value = valueLength < 0 ? null : Buffer.from(head.subarray(valueStart, kept));
    return { timestamp, offsetDelta, key, value, valueStart, valueEnd: this.at };
  }

  private look({ valueStart, valueEnd }: Fields, bytes: Buffer, at: number): void {
    this.hash.update(bytes.subarray(Math.max(valueStart - at, 0), Math.max(valueEnd - at, 0)));
    if (this.length - valueEnd > tailBytes) return;
    const behind = bytes.subarray(Math.max(valueEnd - at, 0));
    if (behind.length > 0) this.tail.push(Buffer.from(behind));
  }

  /** None where they are too large themselves, or damaged. */
  private headers(): Pick<ReceivedRecord, 'headers' | 'allHeaders'> {
    const tail = Buffer.concat(this.tail);
    try {
      const { headers } = this.context;
      return { headers: headers.read(tail, 0, tail.length), allHeaders: headers.readAll(tail, 0, tail.length) };
    } catch {
      return { headers: {} };
    }
  }
}

interface Fields {
  readonly timestamp: number;
  readonly offsetDelta: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** Where in the record the value lies. */
  readonly valueStart: number;
  readonly valueEnd: number;
}
