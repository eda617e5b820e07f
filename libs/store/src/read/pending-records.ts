import type { OffsetStretch } from './records-by-offsets';
import { millisecondsSql } from './payload-sql';
import type { ScopedReader } from './scope';

/** What of the log is stored behind some offsets. */
export interface Pending {
  /** Entries and notes, at most as many as were to be counted. */
  count: number;
  /** When the oldest of them was received, milliseconds since 1970. */
  oldest: number | undefined;
}

const found = (table: 'entry' | 'note') =>
  `(SELECT r.received_at FROM audit.${table} r
     WHERE r.tenant_id = (SELECT t.id FROM audit.tenant t WHERE t.uid = $1) AND r.kafka_offset >= $2
       AND r.kafka_offset < $3 AND r.kafka_partition = $4::int2 AND r.kafka_epoch = $5::int2
     LIMIT $6)`;

/**
 * The tenant's entries and notes of these stretches, counted up to `most`. Found by block ranges: keep the stretches
 * within some ten thousand offsets.
 */
export async function pendingRecords(
  { client, scope }: ScopedReader,
  stretches: readonly OffsetStretch[],
  most: number,
): Promise<Pending> {
  const counts: Pending = { count: 0, oldest: undefined };
  for (const { epoch, partition, from, to } of stretches) {
    if (from >= to || counts.count >= most) continue;
    const { rows } = await client.query<{ count: number; oldest: number | null }>({
      name: 'trailbook-pending',
      text: `SELECT count(*)::int4 AS count, ${millisecondsSql('min(p.received_at)')} AS oldest
  FROM (${found('entry')} UNION ALL ${found('note')}) p`,
      values: [scope.tenantUid, String(from), String(to), partition, epoch, most - counts.count],
    });
    const { count = 0, oldest = null } = rows[0] ?? {};
    counts.count += count;
    if (oldest !== null) counts.oldest = Math.min(oldest, counts.oldest ?? Infinity);
  }
  return counts;
}
