import type { Client } from 'pg';
import { MigrationError } from '../errors';
import { listed, missingOf } from './expectation';
import { ensureChecksums, type SchemaMigrations, storeChecksums } from './history';

/**
 * Until checksums were stored migrations were edited in place: what a schema holds has to show that they ran as they are now.
 * @throws MigrationError saying what it lacks
 */
export async function requireAdoptable(
  client: Client,
  schema: string,
  first: readonly string[],
  place: string,
): Promise<void> {
  const missing = await missingOf(client, schema, first);
  if (missing.length === 0) return;
  throw new MigrationError(
    'history',
    `the database at ${place} was made before migrations were frozen, and its schema ${schema} lacks ${listed(missing)}: it can't be brought up to date, so migrate a new, empty database and keep this one for the version that made it`,
  );
}

/** Stores the checksums of migrations that ran before checksums were stored. */
export async function adoptHistory(client: Client, one: SchemaMigrations, names: readonly string[]): Promise<void> {
  await ensureChecksums(client, one.schema);
  await storeChecksums(client, one, names);
}
