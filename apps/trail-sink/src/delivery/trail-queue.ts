import type { SinkLimits } from '@trailbook/sinks';
import type { ByteBudget } from './byte-budget';
import type { Lane } from './lane';
import type { LogEvent } from './log-event';
import { LogEvents } from './log-events';

/** What counts in memory for an event besides its message. */
const overheadBytes = 200;
/** Places that are made for events which may never come: thousands of trails have a batch. */
const mostExpected = 2_048;

/**
 * The entries of one trail that were read from the log and wait to be sent, in the order in which they came: in batches, each
 * of what one call takes.
 */
export class TrailQueue {
  private batches: LogEvents[] = [];
  private count = 0;
  private heldBytes = 0;
  /** Of the last batch, as the sink counts it. */
  private lastBytes = 0;
  /** The next batch will be as long as the one before, mostly. */
  private usualLength: number | undefined;

  constructor(
    private readonly budget: ByteBudget,
    private readonly limits: SinkLimits,
    private readonly capacityBytes: number,
  ) {}

  get length(): number {
    return this.count;
  }

  get bytes(): number {
    return this.heldBytes;
  }

  get hasRoom(): boolean {
    return this.heldBytes < this.capacityBytes;
  }

  /** The batch that is sent next. */
  get oldest(): LogEvents | undefined {
    return this.batches[0];
  }

  /** Whether a batch can't get any fuller. */
  get hasFullBatch(): boolean {
    const { maxBatchBytes, maxBatchEvents } = this.limits;
    const [first] = this.batches;
    if (first === undefined) return false;
    return this.batches.length > 1 || this.lastBytes >= maxBatchBytes || first.length >= maxBatchEvents;
  }

  push(lane: Lane, event: LogEvent): void {
    this.adopt(lane, event);
    this.hold(event);
  }

  /** Counts the memory of an event that waits elsewhere. */
  hold({ bytes }: LogEvent): void {
    this.heldBytes += bytes + overheadBytes;
    this.budget.take(bytes + overheadBytes);
  }

  /** An event that was held elsewhere isn't any more. */
  letGo({ bytes }: LogEvent): void {
    this.giveBack(bytes + overheadBytes);
  }

  /** Gives back the memory of events that are sent, or that the store will bring again: nobody reads their messages any more. */
  release(events: LogEvents): void {
    this.giveBack(events.bytes + events.length * overheadBytes);
    events.release();
  }

  /** Takes the events of one full batch, or all there are. Their memory counts until it is released. */
  takeBatch(): LogEvents | undefined {
    const batch = this.batches.shift();
    if (batch === undefined) return undefined;
    this.count -= batch.length;
    this.usualLength = Math.min(batch.length, mostExpected);
    return batch;
  }

  /** Moves an event whose memory is counted already from elsewhere into the queue. */
  adopt(lane: Lane, event: LogEvent): void {
    const size = this.sizeOf(event.bytes);
    let last = this.batches.at(-1);
    if (last === undefined || !this.fits(last, size)) {
      last = new LogEvents(event.since, this.usualLength);
      this.batches.push(last);
      this.lastBytes = 0;
    }
    last.push(lane, event);
    this.lastBytes += size;
    this.count += 1;
  }

  /** Drops what waits for a lane. */
  drop(lane: Lane): void {
    if (!this.batches.some((batch) => batch.has(lane))) return;
    const all = this.batches;
    [this.batches, this.count, this.lastBytes] = [[], 0, 0];
    for (const batch of all) {
      for (const event of batch) {
        if (event.lane === lane) this.letGo(event);
        else this.adopt(event.lane, event);
      }
      batch.release();
    }
  }

  private giveBack(bytes: number): void {
    this.heldBytes -= bytes;
    this.budget.release(bytes);
  }

  /** Whether the last batch has room for an event of so many bytes. */
  private fits(last: LogEvents, size: number): boolean {
    const { maxBatchBytes, maxBatchEvents } = this.limits;
    return this.lastBytes + size <= maxBatchBytes && last.length < maxBatchEvents;
  }

  /** As the sink counts it. */
  private sizeOf(bytes: number): number {
    return Math.min(bytes + this.limits.eventOverheadBytes, this.limits.maxBatchBytes);
  }
}
