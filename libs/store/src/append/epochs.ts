import type { Pool } from 'pg';
import { StoreBrokenError } from './errors';
import type { Positions } from './types';

/** The open epoch of a topic and how far its partitions are stored; the first epoch is opened where there is none. */
export async function positionsOf(pool: Pool, clusterId: string, topic: string): Promise<Positions> {
  const epochId =
    (await newestEpoch(pool, clusterId, topic)) ?? (await openEpochAfter(pool, clusterId, topic, 0, 'first seen'));
  const { rows } = await pool.query<{ kafka_partition: number; next_offset: string }>(
    'SELECT kafka_partition, next_offset FROM audit.kafka_offset WHERE epoch_id = $1',
    [epochId],
  );
  return { epochId, offsets: new Map(rows.map((row) => [row.kafka_partition, BigInt(row.next_offset)])) };
}

/** The log that the topic was stored from last, when it was another than `clusterId`. */
export async function otherLogOf(pool: Pool, clusterId: string, topic: string): Promise<string | undefined> {
  const { rows } = await pool.query<{ cluster_id: string }>(
    'SELECT cluster_id FROM audit.kafka_epoch WHERE topic = $1 ORDER BY id DESC LIMIT 1',
    [topic],
  );
  const [last] = rows;
  return last && last.cluster_id !== clusterId ? last.cluster_id : undefined;
}

async function newestEpoch(pool: Pool, clusterId: string, topic: string): Promise<number | undefined> {
  const { rows } = await pool.query<{ id: number }>(
    'SELECT id FROM audit.kafka_epoch WHERE cluster_id = $1 AND topic = $2 ORDER BY id DESC LIMIT 1',
    [clusterId, topic],
  );
  return rows[0]?.id;
}

/** Opens the epoch that follows `previous`. Whoever comes second finds the one that was opened first. */
export async function openEpochAfter(
  pool: Pool,
  clusterId: string,
  topic: string,
  previous: number,
  reason: string,
): Promise<number> {
  await pool.query(
    `INSERT INTO audit.kafka_epoch (cluster_id, topic, previous_id, reason) SELECT $1, $2, $3::int2, $4
      WHERE NOT EXISTS (SELECT FROM audit.kafka_epoch WHERE cluster_id = $1 AND topic = $2 AND previous_id = $3::int2)
     ON CONFLICT (cluster_id, topic, previous_id) DO NOTHING`,
    [clusterId, topic, previous, reason],
  );
  const { rows } = await pool.query<{ id: number }>(
    'SELECT id FROM audit.kafka_epoch WHERE cluster_id = $1 AND topic = $2 AND previous_id = $3',
    [clusterId, topic, previous],
  );
  const [row] = rows;
  if (!row) throw new StoreBrokenError(`the epoch after ${previous} of ${topic} was opened but can't be found`);
  return row.id;
}

/** Records where a partition's log begins for this epoch. One that is recorded already stays; its offset is answered. */
export async function beginPartition(
  pool: Pool,
  epochId: number,
  partition: number,
  nextOffset: bigint,
): Promise<bigint> {
  const { rows } = await pool.query<{ next_offset: string }>(
    `WITH begun AS (
       INSERT INTO audit.kafka_offset (epoch_id, kafka_partition, next_offset) VALUES ($1, $2, $3)
       ON CONFLICT (epoch_id, kafka_partition) DO NOTHING RETURNING next_offset)
     SELECT next_offset FROM begun
     UNION ALL SELECT next_offset FROM audit.kafka_offset WHERE epoch_id = $1 AND kafka_partition = $2 LIMIT 1`,
    [epochId, partition, String(nextOffset)],
  );
  // Another writer may have recorded it while this statement looked: then his is there now.
  return rows[0] ? BigInt(rows[0].next_offset) : beginPartition(pool, epochId, partition, nextOffset);
}
