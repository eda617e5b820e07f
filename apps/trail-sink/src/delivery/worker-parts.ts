import type { Logger } from '@nestjs/common';
import type { ReplayStore } from '../replay/replay-store';
import type { ByteBudget } from './byte-budget';
import type { DeliveryStore } from './delivery-store';
import type { SlabPool } from './message-slab';
import type { StoreReader } from './store-reader';
import type { LogCursors } from './trail-lanes';
import type { Turns } from './turns';

/** What a trail's worker shares with those of the others. */
export interface WorkerParts {
  readonly store: DeliveryStore;
  readonly reader: StoreReader;
  readonly replays: ReplayStore;
  readonly budget: ByteBudget;
  /** For what comes from the store: apart, so that catching up never keeps the log waiting. */
  readonly backlogBudget: ByteBudget;
  /** For the messages of all trails. */
  readonly slabs: SlabPool;
  /** To take a batch from the log's entries and send it. */
  readonly turns: Turns;
  readonly cursors: LogCursors;
  readonly logger: Logger;
  /** The longest that an entry waits for others, in milliseconds. */
  readonly lingerMs: number;
  readonly capacityBytes: number;
  /** Somebody may wait for memory. */
  readonly onReleased: () => void;
  readonly patience?: Patience;
}

/** How long things may take, in milliseconds. */
export interface Patience {
  /** For so long failures that may pass are borne; a parked trail has used that up. */
  readonly failuresMs: number;
  /** How often the store is asked for more, while a lane needs it. */
  readonly backlogPollMs: number;
  /** How long a trail rests after so many failures. */
  readonly restMs: (failures: number) => number;
}
