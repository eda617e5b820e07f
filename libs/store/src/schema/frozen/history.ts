import { type Client, escapeIdentifier } from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { MigrationError } from '../errors';
import { asOwner } from './as-owner';
import { checksumOf, type MigrationClass } from './checksum';

/** The migrations of one schema, in the order in which they run. */
export interface SchemaMigrations {
  schema: string;
  migrations: readonly MigrationClass[];
}

interface Recorded {
  name: string;
  /** Absent for a migration that ran before checksums were stored. */
  checksum: string | null;
}

/**
 * Compares what a database says has run with the migrations of this version.
 * @returns the names of migrations that ran before checksums were stored
 * @throws MigrationError naming a migration that is unknown here, or that has been edited since it ran
 */
export async function compareHistory(
  client: Client,
  { schema, migrations }: SchemaMigrations,
  place: string,
): Promise<string[]> {
  const recorded = await readHistory(client, schema);
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { name, checksum } of recorded) {
    const migration = known.get(name);
    if (migration === undefined) {
      throw new MigrationError(
        'history',
        `the database at ${place} has run migration ${name} of schema ${schema}, which this version of Trailbook does not have: run the version that migrated it last, or a later one`,
      );
    }
    if (checksum !== null && checksum !== (await checksumOf(migration))) {
      throw new MigrationError(
        'history',
        `migration ${name} of schema ${schema} has been edited since the database at ${place} ran it: run a version of Trailbook with the migration as it was, and put the change into a new migration`,
      );
    }
  }
  return recorded.filter(({ checksum }) => checksum === null).map(({ name }) => name);
}

/** Reads which migrations a schema has run; none where there is no such schema yet. */
async function readHistory(client: Client, schema: string): Promise<Recorded[]> {
  const name = escapeIdentifier(schema);
  return asOwner(client, async () => {
    if (!(await exists(client, schema, 'migration'))) return [];
    const checksums = (await exists(client, schema, 'migration_checksum'))
      ? `LEFT JOIN ${name}.migration_checksum c USING (name)`
      : 'CROSS JOIN (SELECT NULL::text AS sha256) c';
    const { rows } = await client.query<Recorded>(
      `SELECT m.name, c.sha256 AS checksum FROM ${name}.migration m ${checksums} ORDER BY m.id`,
    );
    return rows;
  });
}

async function exists(client: Client, schema: string, table: string): Promise<boolean> {
  const { rowCount } = await client.query(
    'SELECT FROM pg_class WHERE relname = $2 AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1)',
    [schema, table],
  );
  return rowCount === 1;
}

/** Makes the table in which a schema's checksums are kept, where it is missing. */
export async function ensureChecksums(client: Client, schema: string): Promise<void> {
  if (await exists(client, schema, 'migration_checksum')) return;
  await asOwner(client, () =>
    client.query(
      `CREATE TABLE ${escapeIdentifier(schema)}.migration_checksum (
         name text PRIMARY KEY, sha256 text NOT NULL, stored_at timestamptz NOT NULL DEFAULT now())`,
    ),
  );
}

/** Stores the checksums of migrations that ran before checksums were stored. */
export async function storeChecksums(
  client: Client,
  { schema, migrations }: SchemaMigrations,
  names: readonly string[],
): Promise<void> {
  const ran = migrations.filter(({ name }) => names.includes(name));
  const checksums = await Promise.all(ran.map(checksumOf));
  await asOwner(client, () =>
    client.query(
      `INSERT INTO ${escapeIdentifier(schema)}.migration_checksum (name, sha256) SELECT * FROM unnest($1::text[], $2::text[])`,
      [ran.map(({ name }) => name), checksums],
    ),
  );
}

/** Returns a migration that stores its checksum in the transaction in which it runs. */
export function storingChecksum(schema: string, Migration: MigrationClass): MigrationClass {
  return class implements MigrationInterface {
    readonly name = Migration.name;
    private readonly migration = new Migration();

    async up(runner: QueryRunner): Promise<void> {
      await this.migration.up(runner);
      await runner.query(`INSERT INTO ${escapeIdentifier(schema)}.migration_checksum (name, sha256) VALUES ($1, $2)`, [
        Migration.name,
        await checksumOf(Migration),
      ]);
    }

    down(runner: QueryRunner): Promise<void> {
      return this.migration.down(runner);
    }
  };
}
