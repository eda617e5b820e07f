import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { testParts } from '../parts/test-parts';
import { administratorUrl, asAdministrator } from './administrator';
import { migrate } from './migrate';
import type { DatabaseRole } from './roles';

/** A database of one spec's own. */
export interface TestDatabase {
  name: string;
  adminUrl: string;
  /** The URL with which an app of that role connects. */
  url(role: DatabaseRole): string;
  /** Ends what is connected and drops it. The server is the run's, so a spec that forgets does no harm. */
  drop(): Promise<void>;
}

const template = 'trailbook_template';
const templateLock = 4_711_001;

/** A pool that has ended may still be hanging up: cut off then, its connections would fail with nobody listening. */
async function untilLeft(client: Client, name: string): Promise<void> {
  for (const deadline = Date.now() + 2_000; Date.now() < deadline; await sleep(20)) {
    const { rowCount } = await client.query('SELECT 1 FROM pg_stat_activity WHERE datname = $1', [name]);
    if (rowCount === 0) return;
  }
}

function named(name: string): TestDatabase {
  const url = (role: DatabaseRole) => {
    const result = new URL(administratorUrl(name));
    result.username = role;
    result.password = testParts().databasePasswords[role] ?? '';
    return result.toString();
  };
  const drop = () =>
    asAdministrator('postgres', async (client) => {
      await untilLeft(client, name);
      await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    });
  return { name, adminUrl: administratorUrl(name), url, drop };
}

const newName = () => `test_${randomBytes(6).toString('hex')}`;

/** Migrated once a run and copied from then on: a migration costs a second, a copy a tenth of one. */
async function makeTemplate(client: Client): Promise<void> {
  const known = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
  if (known.rowCount) return;
  const unfinished = `${template}_unfinished`;
  await client.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${unfinished}`);
  await migrate(unfinished);
  await client.query(`ALTER DATABASE ${unfinished} RENAME TO ${template}`);
}

/** A new database with every schema, made by `apps/migrate`. */
export function testDatabase(): Promise<TestDatabase> {
  return asAdministrator('postgres', async (client) => {
    const name = newName();
    // Spec files run side by side, and PostgreSQL copies a template only while nobody is connected to it.
    await client.query('SELECT pg_advisory_lock($1)', [templateLock]);
    await makeTemplate(client);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
    return named(name);
  });
}

/** A new database with nothing in it, for specs of the migrations themselves. */
export function emptyDatabase(): Promise<TestDatabase> {
  return asAdministrator('postgres', async (client) => {
    const name = newName();
    await client.query(`CREATE DATABASE ${name}`);
    return named(name);
  });
}
