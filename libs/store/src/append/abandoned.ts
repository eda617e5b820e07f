import type { Pool } from 'pg';

/**
 * Ends transactions of other writers that have waited for their client for some seconds: another instance that was paused,
 * or whose machine is gone unheard, in the middle of a chunk. What it holds are the offsets of its partitions, which are
 * somebody else's now, and the identities of its events, which may come again in any partition; the database would keep
 * both locked until it comes back: during a COPY no time-out of the server's applies. Asked only by a writer that has
 * waited for a lock in vain. One that is ended wrongly finds its chunk not stored and tries again.
 * @returns how many were ended
 */
export async function endAbandoned(pool: Pool): Promise<number> {
  const { rowCount } = await pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
        AND backend_xid IS NOT NULL AND wait_event = 'ClientRead' AND xact_start < clock_timestamp() - interval '4 seconds'`,
  );
  return rowCount ?? 0;
}
