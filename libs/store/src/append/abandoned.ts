import type { Pool } from 'pg';
import type { OffsetRange } from './types';

/**
 * Ends transactions that hold the offsets of these ranges and have waited for their client for some seconds: another
 * instance that was paused, or whose machine is gone unheard, in the middle of a chunk. Its partitions are this one's now,
 * and the database would keep them locked for it until it comes back: during a COPY no time-out of the server's applies.
 * Ended wrongly, it finds its chunk not stored and tries again. Answers how many were ended.
 */
export async function endAbandoned(pool: Pool, epochId: number, ranges: readonly OffsetRange[]): Promise<number> {
  const { rowCount } = await pool.query(
    `SELECT pg_terminate_backend(a.pid) FROM audit.kafka_offset o JOIN pg_stat_activity a ON a.backend_xid = o.xmax
      WHERE o.epoch_id = $1 AND o.kafka_partition = ANY($2) AND a.usename = current_user
        AND a.wait_event = 'ClientRead' AND a.xact_start < clock_timestamp() - interval '4 seconds'`,
    [epochId, ranges.map(({ partition }) => partition)],
  );
  return rowCount ?? 0;
}
