import type { LogEvent } from './log-event';
import { LogEvents } from './log-events';
import { OffsetQueue } from './offset-queue';

export interface LanePlace {
  readonly epochId: number;
  readonly partition: number;
}

/** A partition as one holder of it sees it: whoever takes it over gets a later term, and only the latest one's checkpoints count. */
export interface HeldPlace extends LanePlace {
  readonly term: bigint;
}

/**
 * One trail on one Kafka partition.
 *
 * - `live`: entries come from the log as it is read. What waits holds back the position from which the log is read again
 *   after a restart.
 * - `behind`: entries come from the store, from the lane's own position on. Nothing is held back.
 * - `joining`: the store has to bring what lies before `joinAt`; what the log brings from there on is kept meanwhile.
 */
export class Lane {
  /** Everything before it is at the sink, or isn't the trail's. */
  next: bigint;
  mode: 'live' | 'behind' | 'joining';
  joinAt: bigint | undefined;
  /** What the log brought while joining. */
  held: LogEvents | undefined;
  /** Offsets that were taken from the log and aren't acknowledged yet, in their order. */
  private readonly waiting = new OffsetQueue();

  constructor(
    readonly place: HeldPlace,
    next: bigint,
    behind: boolean,
    /** The end of a log that is gone; the lane ends there. */
    readonly end?: bigint,
  ) {
    this.next = next;
    this.mode = behind ? 'behind' : 'live';
  }

  /** The first offset that must be read from the log again after a restart; undefined where that is none. */
  get holdsBack(): bigint | undefined {
    if (this.mode === 'live') return this.waiting.first();
    return this.mode === 'joining' ? this.held?.firstOffset : undefined;
  }

  /** Whether a restart has to take the lane's entries from the store. */
  get isBehind(): boolean {
    return this.mode !== 'live';
  }

  /** What waits, and whatever follows the `cursor` up to which the log has been read, comes from the store. */
  leaveLog(cursor: bigint): void {
    const at = this.waiting.first() ?? cursor;
    if (at > this.next) this.next = at;
    this.waiting.clear();
    this.mode = 'behind';
  }

  /** Keeps what the log brings while joining. */
  hold(event: LogEvent): void {
    this.held ??= new LogEvents(event.since);
    this.held.push(this, event);
  }

  takeHeld(): LogEvents | undefined {
    const { held } = this;
    this.held = undefined;
    return held;
  }

  take(offset: bigint): void {
    this.waiting.push(offset);
  }

  /** Everything up to and including `offset` is at the sink. */
  acknowledge(offset: bigint): void {
    if (offset >= this.next) this.next = offset + 1n;
    this.waiting.removeUpTo(offset);
  }
}
