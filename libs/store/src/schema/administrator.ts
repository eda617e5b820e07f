import { Client } from 'pg';
import { MigrationError, reasonOf } from './errors';
import { ownerRole } from './roles';

const oldestServer = 160000;
const connectTimeoutMs = 10_000;
/** Migrations are short statements on new tables; one that runs longer than this hangs on a lock. */
const statementTimeoutMs = 600_000;
const lockWaitMs = 60_000;
/** Two `migrate` jobs on one database wait for each other on this key. */
const migrationLock = 7_301_764_001;

/** Where the database is, for messages: never the user's password. */
export function placeOf(url: string): string {
  try {
    const { hostname, port, pathname } = new URL(url);
    return `${hostname || 'localhost'}:${port || '5432'}${pathname}`;
  } catch {
    throw new MigrationError('refused', 'DATABASE_URL is not a postgres:// URL');
  }
}

/** Connects as the administrator, checks the server's version, and holds the migration lock while `work` runs. */
export async function asAdministrator<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const place = placeOf(url);
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    lock_timeout: lockWaitMs,
    application_name: 'trailbook-migrate',
  });
  client.on('error', () => undefined); // a lost connection also fails the statement under way, which reports it
  try {
    await client.connect();
  } catch (error) {
    throw new MigrationError('unreachable', `cannot connect to PostgreSQL at ${place}: ${reasonOf(error)}`, {
      cause: error,
    });
  }
  try {
    await requireVersion(client, place);
    await holdMigrationLock(client, place);
    return await work(client);
  } finally {
    await client.end().catch(() => undefined); // ends the lock too; nothing is left to report about it
  }
}

async function requireVersion(client: Client, place: string): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    `SELECT current_setting('server_version_num')::int AS version`,
  );
  if ((rows[0]?.version ?? 0) < oldestServer) {
    throw new MigrationError('version', `PostgreSQL at ${place} is older than 16, the oldest that Trailbook supports`);
  }
}

async function holdMigrationLock(client: Client, place: string): Promise<void> {
  try {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
  } catch (error) {
    throw new MigrationError('busy', `another migration of ${place} did not finish within ${lockWaitMs / 1000} s`, {
      cause: error,
    });
  }
}

/** Startup options with which a session acts as the owner, in one schema. */
export function ownerOptions(schema: string): string {
  return `-c role=${ownerRole} -c search_path=${schema} -c lock_timeout=${lockWaitMs} -c statement_timeout=${statementTimeoutMs}`;
}
