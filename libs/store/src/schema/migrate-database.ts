import { type Client, escapeIdentifier } from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import { asAdministrator, ownerOptions, placeOf } from './administrator';
import { createRoles } from './create-roles';
import { MigrationError, reasonOf } from './errors';
import { auditMigrations } from './migrations';
import { makePartitions } from './make-partitions';
import { type LoginRole, ownerRole, type RolePasswords } from './roles';

export type MigrationClass = new () => MigrationInterface;

/** A schema of one service: its role gets SELECT, INSERT, UPDATE and DELETE on whatever the migrations create. */
export interface ServiceSchema {
  schema: string;
  role: LoginRole;
  migrations: readonly MigrationClass[];
}

export interface DatabaseToMigrate {
  /** An administrator's URL: CREATEROLE, and CREATE on the database; need not be a superuser. */
  url: string;
  passwords: RolePasswords;
  retentionDays: number;
  services: readonly ServiceSchema[];
}

export interface Migrated {
  /** Names of the migrations that ran; none on a second run. */
  ran: string[];
  /** Months for which partitions were made, as `2026-11`. */
  partitions: string[];
}

/**
 * Brings roles, schemas, tables and partitions to the present state. Safe to run again and beside itself.
 * @throws MigrationError with one sentence for the operator
 */
export async function migrateDatabase(database: DatabaseToMigrate): Promise<Migrated> {
  return asAdministrator(database.url, async (client) => {
    await createRoles(client, database.passwords);
    await ensureSchema(client, 'audit');
    const ran = await runMigrations(database.url, 'audit', auditMigrations);
    for (const service of database.services) {
      await ensureSchema(client, service.schema, service.role);
      ran.push(...(await runMigrations(database.url, service.schema, service.migrations)));
      await hideMigrationTable(client, service);
    }
    return { ran, partitions: await makePartitions(client, database.retentionDays) };
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
    await asOwner(client, [
      `GRANT USAGE ON SCHEMA ${name} TO ${role}`,
      `ALTER DEFAULT PRIVILEGES IN SCHEMA ${name} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${role}`,
      `ALTER DEFAULT PRIVILEGES IN SCHEMA ${name} GRANT USAGE ON SEQUENCES TO ${role}`,
    ]);
  } catch (error) {
    throw new MigrationError('schema', `cannot set up schema ${schema}: ${reasonOf(error)}`, { cause: error });
  }
}

/** What has run is the owner's record: a service can't rewrite it. */
async function hideMigrationTable(client: Client, { schema, role }: ServiceSchema): Promise<void> {
  await asOwner(client, [`REVOKE ALL ON ${escapeIdentifier(schema)}.migration FROM ${role}`]);
}

async function asOwner(client: Client, statements: string[]): Promise<void> {
  await client.query(`SET ROLE ${ownerRole}`);
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.query('RESET ROLE');
  }
}

async function runMigrations(url: string, schema: string, migrations: readonly MigrationClass[]): Promise<string[]> {
  const source = new DataSource({
    type: 'postgres',
    url,
    schema,
    migrations: [...migrations],
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
