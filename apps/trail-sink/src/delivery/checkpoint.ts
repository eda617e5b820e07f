import type { HeldPlace, Lane } from './lane';

/** Where one lane takes its entries from after a restart. */
export interface LaneSide {
  readonly lane: Lane;
  readonly trailUid: string;
  /** Everything before it is at the sink. */
  readonly next: bigint;
  /** From the store, from `next` on; or else from the log. */
  readonly behind: boolean;
}

/**
 * What was true of a partition at one moment: where the log is to be read on, and the side of every lane that turned since
 * the last one. Written as a whole or not at all, and only while nothing later is: then whatever a restart finds is a
 * state that was, and how far each lane was delivered may only have grown since.
 */
export interface Checkpoint {
  readonly place: HeldPlace;
  /** Counts the checkpoints of a term: one that lands after a later one is refused. */
  readonly number: number;
  readonly next: bigint;
  readonly lanes: readonly LaneSide[];
}
