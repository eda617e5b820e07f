import type { MigrationClass } from '@trailbook/store/schema';
import { CreateClusterProfiles1763900000000 } from './1763900000000-create-cluster-profiles';

/** In the order in which they run; one that has been released is never changed, only followed. */
export const clusterProfilesMigrations: readonly MigrationClass[] = [CreateClusterProfiles1763900000000];
