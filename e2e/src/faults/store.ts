import { Client } from 'pg';
import { endpoints } from '../system/running-system';

/** Looks into the store as its administrator, with a connection for this look alone. */
export async function inStore<T>(look: (client: Client) => Promise<T>): Promise<T> {
  const options = { connectionTimeoutMillis: 5_000, query_timeout: 20_000 };
  const client = new Client({ connectionString: endpoints().database, ...options });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await look(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** How many records of Kafka the store accounts for. */
export const storedRecords = (): Promise<bigint> =>
  inStore(async (client) => {
    const { rows } = await client.query<{ stored: string }>(
      'SELECT coalesce(sum(next_offset), 0) AS stored FROM audit.kafka_offset',
    );
    return BigInt(rows[0]?.stored ?? 0);
  });

export interface Stored {
  rows: number;
  different: number;
}

/** The entries of one source. */
export const storedOf = (source: string): Promise<Stored> =>
  inStore(async (client) => {
    const sql = `SELECT count(*)::int AS rows, count(DISTINCT e.id)::int AS different
      FROM audit.entry e JOIN audit.source s ON s.id = e.source_id WHERE s.uri = $1`;
    return (await client.query<Stored>(sql, [source])).rows[0] as Stored;
  });

const blocked = `SELECT 1 FROM pg_stat_activity
  WHERE usename = 'trailbook_ingest' AND wait_event_type = 'Lock' AND xact_start IS NOT NULL`;

/**
 * Holds the offsets of every partition, so that ingest stands still in the middle of a transaction: its rows are
 * written and nothing is committed. Calls `then` at that moment, and lets go afterwards.
 */
export async function whileIngestHangs(then: () => Promise<void>): Promise<void> {
  await inStore(async (holder) => {
    await holder.query('BEGIN');
    // The table at once: locked row by row, ingest could hold one and wait for another, and so could this.
    await holder.query('LOCK TABLE audit.kafka_offset IN EXCLUSIVE MODE');
    try {
      const deadline = Date.now() + 20_000;
      while ((await inStore((client) => client.query(blocked))).rowCount === 0) {
        if (Date.now() > deadline) throw new Error('ingest never got into a transaction: do events flow?');
      }
      await then();
    } finally {
      await holder.query('ROLLBACK').catch(() => undefined); // gone where PostgreSQL itself was killed
    }
  });
}
