import type { DeliveryStore, LanePosition } from './delivery-store';
import type { Lane } from './lane';
import type { LogEvent } from './log-event';
import type { Persistence } from './persistence';
import type { TrailQueue } from './trail-queue';

/** How far the log has been read. */
export interface LogCursors {
  /** The next offset that will be taken from the log; undefined for a lane that doesn't follow it. */
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

/**
 * A trail's lanes, and how they change between the log and the store. They do so in memory alone and at once: the database
 * learns it from the partition's next checkpoint, together with the position of the log that goes with it.
 */
export class TrailLanes {
  private readonly lanes = new Set<Lane>();

  constructor(private readonly parts: TrailLanesParts) {}

  [Symbol.iterator](): IterableIterator<Lane> {
    return this.lanes.values();
  }

  /** Lanes that the store has to bring something to. */
  get backlog(): Lane[] {
    return [...this.lanes].filter(({ isBehind }) => isBehind);
  }

  /** Whether the log brings something for any of them, to be sent or to be kept. */
  get followLog(): boolean {
    for (const { mode } of this.lanes) if (mode !== 'behind') return true;
    return false;
  }

  get heldEvents(): number {
    let held = 0;
    for (const lane of this.lanes) held += lane.held?.length ?? 0;
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
  hold(lane: Lane, event: LogEvent): void {
    if (!this.parts.queue.hasRoom) return this.stopJoining(lane);
    lane.hold(event);
    this.parts.queue.hold(event);
  }

  /** Stops following the log: what waits is dropped, and comes again from the store. */
  leaveLog(): void {
    for (const lane of this.lanes) this.leaveLogOn(lane);
  }

  leaveLogOn(lane: Lane): void {
    if (lane.mode === 'joining') this.stopJoining(lane);
    else if (lane.mode === 'live') this.leave(lane);
  }

  /** Goes on from the log, once nothing is missing between what is delivered and what the log brings. */
  join(lane: Lane): boolean {
    const cursor = this.parts.cursors.cursorOf(lane);
    if (cursor === undefined) return false;
    if (lane.mode === 'behind' && lane.next + joiningDistance >= cursor) {
      lane.mode = 'joining';
      lane.joinAt = cursor;
    }
    if (lane.mode !== 'joining' || lane.joinAt === undefined || lane.next < lane.joinAt) return false;
    this.takeHeld(lane);
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
    const { queue } = this.parts;
    const held = lane.takeHeld();
    for (const event of held ?? []) {
      if (event.offset < lane.next) queue.letGo(event);
      else {
        lane.take(event.offset);
        queue.adopt(lane, event);
      }
    }
    held?.release();
  }

  private leave(lane: Lane): void {
    const { cursors, queue, onReleased } = this.parts;
    lane.leaveLog(cursors.cursorOf(lane) ?? lane.next);
    queue.drop(lane);
    onReleased();
  }

  private stopJoining(lane: Lane): void {
    lane.mode = 'behind';
    lane.joinAt = undefined;
    this.releaseHeld(lane);
  }

  private releaseHeld(lane: Lane): void {
    const held = lane.takeHeld();
    if (held) this.parts.queue.release(held);
    this.parts.onReleased();
  }
}

export const positionsOf = (lanes: readonly Lane[]): LanePosition[] =>
  lanes.map(({ place, next }) => ({ ...place, next }));
