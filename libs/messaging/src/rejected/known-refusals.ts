import { PublishRefusedError } from '../errors';
import { bytesAlone } from '../protocol/record-batch-writer';
import type { OutgoingRecord } from '../records';

/** A topic's limits may be changed: what it refused before is tried again after this time, milliseconds. */
const rememberedMs = 60_000;
const tooLarge = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE']);
/** A compacted topic says so of a record without a key. Brokers before 2.4 call it corrupt. */
const invalid = new Set(['INVALID_RECORD', 'CORRUPT_MESSAGE']);

/** Whether a refusal is about the records; any other is about the topic, and no other form of them would be taken. */
export const isAboutRecords = (error: unknown): error is PublishRefusedError =>
  error instanceof PublishRefusedError && (tooLarge.has(error.kafkaCode) || invalid.has(error.kafkaCode));

/**
 * Remembers what the rejected topic refused lately, so that a flood of such records costs no call each. Sizes are those
 * of a batch with the record alone; a batch of many is never larger than their sum.
 */
export class KnownRefusals {
  private refusedBytes = Infinity;
  private refusesNoKey = false;
  private until = 0;

  constructor(private readonly now: () => number = Date.now) {}

  /** Whether the topic may take the record: nothing speaks against it. */
  allows(record: OutgoingRecord): boolean {
    this.forget();
    if (this.refusesNoKey && record.key === null) return false;
    return this.refusedBytes === Infinity || sizeAlone(record) < this.refusedBytes;
  }

  /** The same of records that go in one call, each of which is allowed. */
  allowsTogether(records: readonly OutgoingRecord[]): boolean {
    this.forget();
    return this.refusedBytes === Infinity || sizeTogether(records) < this.refusedBytes;
  }

  learn(error: PublishRefusedError, records: readonly OutgoingRecord[]): void {
    this.forget();
    this.until = this.now() + rememberedMs;
    if (tooLarge.has(error.kafkaCode)) {
      this.refusedBytes = Math.min(this.refusedBytes, sizeTogether(records));
    } else if (records.length === 1 && records[0]?.key === null) this.refusesNoKey = true;
  }

  private forget(): void {
    if (this.now() < this.until) return;
    this.refusedBytes = Infinity;
    this.refusesNoKey = false;
  }
}

const sizeAlone = ({ key, value, headers, allHeaders }: OutgoingRecord): number =>
  bytesAlone({ key, value, headers: allHeaders ?? headers });

const sizeTogether = (records: readonly OutgoingRecord[]): number =>
  records.reduce((sum, record) => sum + sizeAlone(record), 0);
