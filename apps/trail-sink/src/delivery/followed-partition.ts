import type { ConsumerControl } from '@trailbook/messaging';
import type { HeldPlace, Lane } from './lane';
import type { TrailWorker } from './trail-worker';

/** A partition of the log that this instance reads, and the lanes of all trails on it. */
export class FollowedPartition {
  /** Lanes that take their entries from this log, by their worker. */
  readonly lanes = new Map<TrailWorker, Lane>();
  /** Lanes of logs that are gone, with what the store still has for them. */
  readonly leftovers = new Map<Lane, TrailWorker>();
  private saved: bigint;

  constructor(
    readonly place: HeldPlace,
    readonly assignment: number,
    private readonly control: ConsumerControl,
    /** The next offset to be taken from the log. */
    public cursor: bigint,
  ) {
    this.saved = cursor;
  }

  /** Where reading has to start after a restart; undefined when that is what was saved last. */
  get unsaved(): bigint | undefined {
    let position = this.cursor;
    for (const { holdsBack } of this.lanes.values()) {
      if (holdsBack !== undefined && holdsBack < position) position = holdsBack;
    }
    return position > this.saved ? position : undefined;
  }

  markSaved(position: bigint): void {
    this.saved = position;
    this.control.handled(this.place.partition, this.assignment, position);
  }

  /** Takes all lanes from their workers. */
  detach(): void {
    for (const [worker, lane] of this.lanes) worker.removeLane(lane);
    for (const [lane, worker] of this.leftovers) worker.removeLane(lane);
    this.lanes.clear();
    this.leftovers.clear();
  }
}
