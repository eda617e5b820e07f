import type { SinkLimits } from '@trailbook/sinks';
import type { ByteBudget } from './byte-budget';
import { EventQueue } from './event-queue';
import type { Lane } from './lane';
import type { LogEvent } from './log-event';
import type { QueuedEvent } from './queued-event';

/** What counts in memory for an event besides its message. */
const overheadBytes = 200;
const memoryOf = ({ bytes }: LogEvent): number => bytes + overheadBytes;

/** The entries of one trail that were read from the log and wait to be sent, in the order in which they came. */
export class TrailQueue {
  private readonly events = new EventQueue();
  /** As the sink counts them. */
  private batchBytes = 0;
  private heldBytes = 0;

  constructor(
    private readonly budget: ByteBudget,
    private readonly limits: SinkLimits,
    private readonly capacityBytes: number,
  ) {}

  get length(): number {
    return this.events.length;
  }

  get bytes(): number {
    return this.heldBytes;
  }

  get hasRoom(): boolean {
    return this.heldBytes < this.capacityBytes;
  }

  get oldest(): QueuedEvent | undefined {
    return this.events.first();
  }

  /** Whether a batch can't get any fuller. */
  get hasFullBatch(): boolean {
    return this.batchBytes >= this.limits.maxBatchBytes || this.events.length >= this.limits.maxBatchEvents;
  }

  push(lane: Lane, event: LogEvent): void {
    this.adopt(lane, event);
    this.hold(event);
  }

  /** Keeps and counts the memory of an event that waits elsewhere. */
  hold(event: LogEvent): void {
    event.retain();
    this.heldBytes += memoryOf(event);
    this.budget.take(memoryOf(event));
  }

  /** Gives back the memory of events that are sent, or that the store will bring again: nobody reads their messages any more. */
  release(events: Iterable<LogEvent>): void {
    for (const event of events) {
      const bytes = memoryOf(event);
      this.heldBytes -= bytes;
      this.budget.release(bytes);
      event.release();
    }
  }

  /** Takes the events of one full batch, or all there are. Their memory counts until it is released. */
  takeBatch(): QueuedEvent[] {
    const taken: QueuedEvent[] = [];
    let bytes = 0;
    while (this.events.length > 0) {
      bytes += this.sizeOf(this.events.firstBytes);
      if (taken.length > 0 && (bytes > this.limits.maxBatchBytes || taken.length >= this.limits.maxBatchEvents)) break;
      const first = this.events.shift();
      if (first === undefined) break;
      taken.push(first);
      this.batchBytes -= this.sizeOf(first.bytes);
    }
    return taken;
  }

  /** Moves an event whose memory is counted already from elsewhere into the queue. */
  adopt(lane: Lane, event: LogEvent): void {
    this.events.push(lane, event);
    this.batchBytes += this.sizeOf(event.bytes);
  }

  /** Drops what waits for a lane. */
  drop(lane: Lane): void {
    const dropped = this.events.takeOf(lane);
    for (const { bytes } of dropped) this.batchBytes -= this.sizeOf(bytes);
    this.release(dropped);
  }

  /** As the sink counts it. */
  private sizeOf(bytes: number): number {
    return Math.min(bytes + this.limits.eventOverheadBytes, this.limits.maxBatchBytes);
  }
}
