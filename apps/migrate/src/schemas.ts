import { auditMigrations, type SchemaMigrations, type ServiceSchema } from '@trailbook/store/schema';
import { clusterProfilesMigrations } from './cluster-profiles';
import { identityMigrations } from './identity';
import { trailsMigrations } from './trails';

/** The schema of each service beside the store's own; the role gets DML on it and nothing else anywhere. */
export const serviceSchemas: readonly ServiceSchema[] = [
  { schema: 'identity', role: 'trailbook_identity', migrations: identityMigrations },
  { schema: 'cluster_profiles', role: 'trailbook_cluster_profiles', migrations: clusterProfilesMigrations },
  { schema: 'trails', role: 'trailbook_sink', migrations: trailsMigrations },
];

/** Every schema with its migrations, in the order in which they are made. */
export const allSchemas: readonly SchemaMigrations[] = [
  { schema: 'audit', migrations: auditMigrations },
  ...serviceSchemas,
];
