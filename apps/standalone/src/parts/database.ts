import { Client } from 'pg';

/** Makes a database unless there is one of that name. `url` is an administrator's. */
export async function databaseNamed(name: string, url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000, query_timeout: 30_000 });
  await client.connect();
  try {
    const known = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (known.rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

/** The same database, for the app that logs in as `role`. */
export function urlFor(role: string, password: string, administratorUrl: string): string {
  const url = new URL(administratorUrl);
  url.username = role;
  url.password = password;
  return url.toString();
}
