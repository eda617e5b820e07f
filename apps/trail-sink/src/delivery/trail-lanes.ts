import type { DeliveryStore, HeldPosition, LanePosition } from './delivery-store';
import type { Lane, QueuedEvent } from './lane';
import type { Persistence } from './persistence';
import type { TrailQueue } from './trail-queue';

/** How far the log has been read. */
export interface LogCursors {
  /** The next offset that will be taken from the log; undefined for a partition that isn't ours, or of another log. */
  cursorOf(lane: Lane): bigint | undefined;
  /** More for the lane's partition lies in the log, and is being read. */
  isReadingOn(lane: Lane): boolean;
}

export interface TrailLanesParts {
  readonly trailUid: string;
  readonly queue: TrailQueue;
  readonly store: DeliveryStore;
  readonly cursors: LogCursors;
  readonly persistence: Persistence;
  /** Somebody may wait for memory. */
  readonly onReleased: () => void;
}

/** So near to the end of the log, a lane joins it: what comes meanwhile is kept in memory. */
const joiningDistance = 1_000n;

/** A trail's lanes, and how they change between the log and the store. */
export class TrailLanes {
  private readonly lanes = new Set<Lane>();
  private switches: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: TrailLanesParts) {}

  [Symbol.iterator](): IterableIterator<Lane> {
    return this.lanes.values();
  }

  /** Lanes that the store has to bring something to. */
  get backlog(): Lane[] {
    return [...this.lanes].filter(({ mode }) => mode === 'behind' || mode === 'joining');
  }

  get heldEvents(): number {
    let held = 0;
    for (const lane of this.lanes) held += lane.held.length;
    return held;
  }

  /** False for a lane that was removed, whoever still holds it. */
  has(lane: Lane): boolean {
    return this.lanes.has(lane);
  }

  add(lane: Lane): void {
    this.lanes.add(lane);
  }

  remove(lane: Lane): void {
    this.lanes.delete(lane);
    this.parts.queue.drop(lane);
    this.releaseHeld(lane);
  }

  /** Keeps an entry of the log for a lane that joins it, as long as there is room. */
  hold(lane: Lane, queued: QueuedEvent): void {
    if (!this.parts.queue.hasRoom) return this.stopJoining(lane);
    lane.held.push(queued);
    this.parts.queue.hold(queued);
  }

  /** Stops following the log: what waits is dropped, and comes again from the store. */
  leaveLog(onBehind: () => void): void {
    for (const lane of this.lanes) {
      if (lane.mode === 'joining') this.stopJoining(lane);
      else if (lane.mode === 'live') void this.leave(lane, onBehind);
    }
  }

  /** Goes on from the log, once nothing is missing between what is delivered and what the log brings. */
  async join(lane: Lane): Promise<boolean> {
    const cursor = this.parts.cursors.cursorOf(lane);
    if (cursor === undefined) return false;
    if (lane.mode === 'behind' && lane.next + joiningDistance >= cursor) {
      lane.mode = 'joining';
      lane.joinAt = cursor;
    }
    if (lane.mode !== 'joining' || lane.joinAt === undefined || lane.next < lane.joinAt) return false;
    this.takeHeld(lane);
    await this.writeSwitch(() => ({ ...lane.place, next: lane.next }), false);
    return true;
  }

  /** Ends a lane whose log is gone, when everything that was stored of it is delivered. */
  async end(lane: Lane): Promise<boolean> {
    if (lane.end === undefined || lane.next < lane.end) return false;
    this.remove(lane);
    await this.parts.persistence.write(() => this.parts.store.closeLane(this.parts.trailUid, lane.place));
    return true;
  }

  private takeHeld(lane: Lane): void {
    lane.mode = 'live';
    lane.joinAt = undefined;
    for (const queued of lane.held.removeUnless(() => false)) {
      if (queued.offset < lane.next) this.parts.queue.release([queued]);
      else {
        lane.take(queued.offset);
        this.parts.queue.adopt(queued);
      }
    }
  }

  /** The lane lets the position of the log pass only when its own is in the database. */
  private async leave(lane: Lane, onBehind: () => void): Promise<void> {
    const { cursors, queue, onReleased } = this.parts;
    const cursor = cursors.cursorOf(lane);
    if (cursor === undefined) return;
    const next = lane.resumeAt(cursor);
    lane.mode = 'leaving';
    if (lane.holdsBack === undefined) lane.take(next);
    queue.drop(lane);
    onReleased();
    if (!(await this.writeSwitch(() => ({ ...lane.place, next }), true))) return;
    if (lane.next < next) lane.next = next;
    lane.forgetWaiting();
    lane.mode = 'behind';
    onBehind();
  }

  /**
   * One switch is written after the other: a late one that says a lane follows the log, landing on the one that says it
   * left, would let a restart read on behind what the lane still misses. For the same reason the store refuses the switch
   * of a lane that was removed meanwhile, once somebody has taken its partition over. False when it isn't written.
   */
  private writeSwitch(position: () => HeldPosition, behind: boolean): Promise<boolean> {
    const { persistence, store, trailUid } = this.parts;
    const write = this.switches.then(async () => {
      let switched = false;
      await persistence.write(async () => {
        switched = await store.switchLane(trailUid, position(), behind);
      });
      return switched;
    });
    this.switches = write.catch(() => undefined);
    return write;
  }

  private stopJoining(lane: Lane): void {
    lane.mode = 'behind';
    lane.joinAt = undefined;
    this.releaseHeld(lane);
  }

  private releaseHeld(lane: Lane): void {
    this.parts.queue.release(lane.held.removeUnless(() => false));
    this.parts.onReleased();
  }
}

export const positionsOf = (lanes: readonly Lane[]): LanePosition[] =>
  lanes.map(({ place, next }) => ({ ...place, next }));
