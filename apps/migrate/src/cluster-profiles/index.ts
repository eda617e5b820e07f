import type { MigrationClass } from '@trailbook/store/schema';

/** In the order in which they run; one that has been released is never changed, only followed. */
export const clusterProfilesMigrations: readonly MigrationClass[] = [];
