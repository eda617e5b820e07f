import type { ConsumerControl } from '@trailbook/messaging';
import type { VerdictsFound } from '@trailbook/store/read';
import type { Checkpoint } from './checkpoint';
import { FollowedLanes } from './followed-lanes';
import type { HeldPlace, Lane } from './lane';
import type { TrailWorker } from './trail-worker';
import { Verdicts } from './verdicts';

/**
 * Reading that pauses no longer than this, for a fetch, for memory or since other partitions have their turn, still counts as
 * going on: on a slow machine a turn of twelve took 0.8 s, after which a hundred batches were sent half full.
 */
const briefPauseMs = 5_000;

/** A partition of the log that this instance reads, and the lanes of all trails on it. */
export class FollowedPartition {
  /** Lanes that take their entries from this log. */
  readonly lanes = new FollowedLanes();
  /** Lanes of logs that are gone, with what the store still has for them. */
  readonly leftovers = new Map<Lane, TrailWorker>();
  readonly verdicts: Verdicts;
  /** Since when records wait until it is known what ingest made of them, milliseconds since 1970. */
  waitsSince: number | undefined;
  private saved: bigint;
  /** The end of the log when it was first seen to be longer than what had been read, and when that was. */
  private end: bigint;
  private endSeenAt = -Infinity;
  private high: bigint;
  private seenAt = -Infinity;
  private wasBehind = false;
  private checkpoints = 0;
  private detached = false;
  /** Which side the database has each lane on; a lane that isn't here it may have on either. */
  private readonly writtenBehind = new Map<Lane, boolean>();
  private refusedSince: number | undefined;

  constructor(
    readonly place: HeldPlace,
    public assignment: number,
    private readonly control: ConsumerControl,
    /** The next offset to be taken from the log. */
    public cursor: bigint,
  ) {
    this.verdicts = new Verdicts(cursor);
    this.saved = cursor;
    this.end = cursor;
    this.high = cursor;
  }

  /** More lies in the log, is stored, and is being read: neither memory nor an open transaction has held it up for long. */
  get isReadingOn(): boolean {
    return this.hasMore && Date.now() - this.seenAt < briefPauseMs;
  }

  /** Whether more can be taken of the log, as far as is known. */
  private get hasMore(): boolean {
    return this.cursor < this.high && this.cursor < this.verdicts.known;
  }

  /** All that could be taken has been read, which a moment ago it hadn't: what waited for more needn't wait any longer. */
  hasCaughtUp(): boolean {
    const [wasBehind, isBehind] = [this.wasBehind, this.hasMore];
    this.wasBehind = isBehind;
    return wasBehind && !isBehind;
  }

  /** Records are about to be taken of the log, which ends at `end`. */
  see(end: bigint): void {
    this.seenAt = Date.now();
    if (end > this.high) this.high = end;
    if (end > this.end && this.cursor >= this.end) [this.end, this.endSeenAt] = [end, this.seenAt];
  }

  /** Since when a record has been in the log at least, as far as is known here; milliseconds since 1970. */
  inLogSince(offset: bigint): number {
    return offset < this.end ? this.endSeenAt : Date.now();
  }

  /**
   * What has to be written down now; undefined while the database has it. Until `written` says that this one is, its lanes
   * are part of the next one too. One after the other: the next one is asked for when the fate of this one is known.
   */
  checkpoint(): Checkpoint | undefined {
    if (this.detached) return undefined;
    const turned = [...this.lanes].filter(([, lane]) => this.writtenBehind.get(lane) !== lane.isBehind);
    const next = this.position;
    if (turned.length === 0 && next === this.saved) return undefined;
    for (const [, lane] of turned) this.writtenBehind.delete(lane);
    this.checkpoints += 1;
    return {
      place: this.place,
      number: this.checkpoints,
      next,
      lanes: turned.map(([{ trailUid }, lane]) => ({ lane, trailUid, next: lane.next, behind: lane.isBehind })),
    };
  }

  written({ next, lanes }: Checkpoint): void {
    this.refusedSince = undefined;
    this.saved = next;
    for (const { lane, behind } of lanes) this.writtenBehind.set(lane, behind);
    this.control.handled(this.place.partition, this.assignment, next);
  }

  /** A checkpoint was refused: somebody else has taken the partition over. Answers for how long that is so, in milliseconds. */
  refused(): number {
    this.refusedSince ??= Date.now();
    return Date.now() - this.refusedSince;
  }

  /** Asks Kafka's client to have the partition placed anew, if it still is this member's. */
  askAgain(): void {
    this.refusedSince = undefined;
    this.control.reposition(this.place.partition, this.assignment);
  }

  /** Has what follows the cursor read again, once it is known what ingest made of it. */
  putBack(): void {
    const assignment = this.control.putBack(this.place.partition, this.assignment, this.cursor);
    if (assignment === undefined) return;
    this.assignment = assignment;
    this.waitsSince ??= Date.now();
  }

  /** @param found what ingest made of what follows the cursor; undefined where it has stored nothing of the partition yet */
  learn(found: VerdictsFound | undefined): void {
    if (found === undefined || this.detached) return;
    if (found.unknownTo === undefined) this.verdicts.learn(found);
    else this.leaveToStore(found.unknownTo);
    if (this.verdicts.known <= this.cursor || this.waitsSince === undefined) return;
    this.waitsSince = undefined;
    this.control.proceed(this.place.partition, this.assignment);
  }

  /** All lanes take what comes from the store, which has it. */
  leaveLog(): void {
    for (const [worker, lane] of this.lanes) worker.leaveLogOn(lane);
  }

  /** Nobody knows which of the records before `offset` were stored: only the store itself does. */
  private leaveToStore(offset: bigint): void {
    this.leaveLog();
    this.cursor = offset;
    if (this.waitsSince !== undefined) this.putBack();
  }

  /** Takes all lanes from their workers. */
  detach(): void {
    this.detached = true;
    for (const [worker, lane] of this.lanes) worker.removeLane(lane);
    for (const [lane, worker] of this.leftovers) worker.removeLane(lane);
    this.lanes.clear();
    this.leftovers.clear();
  }

  /** Where reading has to start after a restart. It never goes back. */
  private get position(): bigint {
    let position = this.cursor;
    for (const { holdsBack } of this.lanes.values()) {
      if (holdsBack !== undefined && holdsBack < position) position = holdsBack;
    }
    return position;
  }
}
