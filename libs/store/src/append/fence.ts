import type { PoolClient } from 'pg';
import { FencedError } from './errors';
import type { OffsetRange } from './types';

/**
 * Makes sure that a chunk begins where the store ends, and that this stays so until the transaction ends.
 * @throws FencedError naming a partition whose stored offset is another: somebody else was here
 */
export async function fence(client: PoolClient, epochId: number, ranges: readonly OffsetRange[]): Promise<void> {
  const ordered = [...ranges].sort((a, b) => a.partition - b.partition);
  const { rows } = await client.query<{ kafka_partition: number; next_offset: string }>(
    `SELECT kafka_partition, next_offset FROM audit.kafka_offset
      WHERE epoch_id = $1 AND kafka_partition = ANY($2) ORDER BY kafka_partition FOR UPDATE`,
    [epochId, ordered.map(({ partition }) => partition)],
  );
  const stored = new Map(rows.map((row) => [row.kafka_partition, BigInt(row.next_offset)]));
  for (const { partition, from } of ordered) {
    if (stored.get(partition) !== from) throw new FencedError(epochId, partition, stored.get(partition), from);
  }
}

/** Moves the stored offsets to where the chunk ends, which `fence` holds. */
export async function moveOffsets(client: PoolClient, epochId: number, ranges: readonly OffsetRange[]): Promise<void> {
  await client.query(
    // Where a writer that keeps no verdicts was here, those that are known begin again.
    `UPDATE audit.kafka_offset o SET next_offset = r.until, updated_at = now(), verdicts_to = r.until,
            verdicts_from = CASE WHEN o.verdicts_to = o.next_offset THEN o.verdicts_from ELSE o.next_offset END
       FROM unnest($2::int4[], $3::int8[]) r (partition, until)
      WHERE o.epoch_id = $1 AND o.kafka_partition = r.partition`,
    [epochId, ranges.map(({ partition }) => partition), ranges.map(({ to }) => String(to))],
  );
}
