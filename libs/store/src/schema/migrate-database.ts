import { type Client, escapeIdentifier } from 'pg';
import { DataSource } from 'typeorm';
import { asAdministrator, ownerOptions, placeOf } from './administrator';
import { createRoles } from './create-roles';
import { MigrationError, reasonOf } from './errors';
import { adoptHistory, requireAdoptable } from './frozen/adopt-history';
import { asOwner } from './frozen/as-owner';
import type { MigrationClass } from './frozen/checksum';
import { type Catalogs, requireCatalogs } from './frozen/expectation';
import { compareHistory, ensureChecksums, type SchemaMigrations, storingChecksum } from './frozen/history';
import { auditMigrations } from './migrations';
import { detachedMonths, makePartitions } from './make-partitions';
import { type LoginRole, ownerRole, type RolePasswords } from './roles';

/** A schema of one service: its role gets SELECT, INSERT, UPDATE and DELETE on whatever the migrations create. */
export interface ServiceSchema extends SchemaMigrations {
  role: LoginRole;
}

/** What databases hold, so that one can be told that was changed by other means than its migrations. */
export interface ExpectedCatalogs {
  /** After the migrations that were the first to be frozen: what a database must hold that ran them before. */
  first: Catalogs;
  /** After all migrations. */
  present: Catalogs;
}

export interface DatabaseToMigrate {
  /** An administrator's URL: CREATEROLE, and CREATE on the database; need not be a superuser. */
  url: string;
  passwords: RolePasswords;
  retentionDays: number;
  services: readonly ServiceSchema[];
  /** Nothing is compared without them. */
  catalogs?: ExpectedCatalogs;
}

export interface Migrated {
  /** Names of the migrations that ran; none on a second run. */
  ran: string[];
  /** Months for which partitions were made, as `2026-11`. */
  partitions: string[];
  /** Says of each month that is detached what to do. */
  detached: string[];
}

/**
 * Brings roles, schemas, tables and partitions to the present state. Safe to run again and beside itself.
 * @throws MigrationError with one sentence for the operator
 */
export async function migrateDatabase(database: DatabaseToMigrate): Promise<Migrated> {
  const { url, catalogs } = database;
  const place = placeOf(url);
  const schemas: (SchemaMigrations & { role?: LoginRole })[] = [
    { schema: 'audit', migrations: auditMigrations },
    ...database.services,
  ];
  return asAdministrator(url, async (client) => {
    await createRoles(client, database.passwords);
    // All of them are compared before the first is changed.
    const unfrozen = new Map<SchemaMigrations, string[]>();
    for (const one of schemas) {
      const names = await compareHistory(client, one, place);
      if (names.length === 0) continue;
      await requireAdoptable(client, one.schema, catalogs?.first[one.schema] ?? [], place);
      unfrozen.set(one, names);
    }
    for (const [one, names] of unfrozen) await adoptHistory(client, one, names);
    const ran: string[] = [];
    for (const one of schemas) {
      await ensureSchema(client, one.schema, one.role);
      await ensureChecksums(client, one.schema);
      ran.push(...(await runMigrations(url, one)));
      if (one.role) await hideMigrationTables(client, one.schema, one.role);
    }
    if (catalogs) await requireCatalogs(client, catalogs.present, place);
    const partitions = await makePartitions(client, database.retentionDays);
    return { ran, partitions, detached: await detachedMonths(client) };
  });
}

async function ensureSchema(client: Client, schema: string, role?: LoginRole): Promise<void> {
  const name = escapeIdentifier(schema);
  try {
    const { rows } = await client.query<{ owner: string }>(
      'SELECT pg_get_userbyid(nspowner) AS owner FROM pg_namespace WHERE nspname = $1',
      [schema],
    );
    if (rows[0] && rows[0].owner !== ownerRole) {
      throw new Error(`it belongs to ${rows[0].owner}, not to ${ownerRole}`);
    }
    if (!rows[0]) await client.query(`CREATE SCHEMA ${name} AUTHORIZATION ${ownerRole}`);
    if (!role) return;
    await asOwner(client, () =>
      client.query(`GRANT USAGE ON SCHEMA ${name} TO ${role};
        ALTER DEFAULT PRIVILEGES IN SCHEMA ${name} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${role};
        ALTER DEFAULT PRIVILEGES IN SCHEMA ${name} GRANT USAGE ON SEQUENCES TO ${role}`),
    );
  } catch (error) {
    throw new MigrationError('schema', `cannot set up schema ${schema}: ${reasonOf(error)}`, { cause: error });
  }
}

/** What has run is the owner's record: a service can't rewrite it. */
async function hideMigrationTables(client: Client, schema: string, role: LoginRole): Promise<void> {
  const name = escapeIdentifier(schema);
  await asOwner(client, () => client.query(`REVOKE ALL ON ${name}.migration, ${name}.migration_checksum FROM ${role}`));
}

async function runMigrations(url: string, { schema, migrations }: SchemaMigrations): Promise<string[]> {
  const source = new DataSource({
    type: 'postgres',
    url,
    schema,
    migrations: migrations.map((migration: MigrationClass) => storingChecksum(schema, migration)),
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    installExtensions: false,
    logging: false,
    extra: { options: ownerOptions(schema), max: 1, connectionTimeoutMillis: 10_000 },
  });
  try {
    await source.initialize();
    const done = await source.runMigrations();
    return done.map((migration) => migration.name);
  } catch (error) {
    throw new MigrationError('migration', `a migration of ${schema} at ${placeOf(url)} failed: ${reasonOf(error)}`, {
      cause: error,
    });
  } finally {
    if (source.isInitialized) await source.destroy();
  }
}
