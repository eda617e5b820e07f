import { Client } from 'pg';
import { testParts } from '../parts/test-parts';

/** The administrator's URL of a database of this run. */
export function administratorUrl(database: string): string {
  const url = new URL(testParts().database);
  url.pathname = `/${database}`;
  return url.toString();
}

/** A connection as administrator to `database`, closed after `work`. */
export async function asAdministrator<T>(database: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: administratorUrl(database), connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
