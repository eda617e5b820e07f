import type { MigrationClass } from '@trailbook/store/schema';
import { CreateTrails1763910000000 } from './1763910000000-create-trails';
import { CreateDelivery1763910000001 } from './1763910000001-create-delivery';
import { CreateOutbox1763910000002 } from './1763910000002-create-outbox';
import { CreatePartitionTerms1763910000003 } from './1763910000003-create-partition-terms';
import { CreateReceipts1763910000004 } from './1763910000004-create-receipts';
import { CreateReplays1763910000005 } from './1763910000005-create-replays';
import { AddDigests1763910000006 } from './1763910000006-add-digests';

/** In the order in which they run; one that has been released is never changed, only followed. */
export const trailsMigrations: readonly MigrationClass[] = [
  CreateTrails1763910000000,
  CreateDelivery1763910000001,
  CreateOutbox1763910000002,
  CreatePartitionTerms1763910000003,
  CreateReceipts1763910000004,
  CreateReplays1763910000005,
  AddDigests1763910000006,
];
