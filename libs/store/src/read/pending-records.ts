import { conditionsOf } from './conditions';
import type { EntryFilter } from './entry-filter';
import { millisecondsSql } from './payload-sql';
import type { OffsetStretch } from './records-by-offsets';
import type { ScopedReader } from './scope';
import { Parameters } from './sql-values';
import { statementName } from './statement-name';

/** What of the log is stored in some stretches. */
export interface Pending {
  /** Entries and notes, at most as many as were to be counted. */
  count: number;
  /** When the oldest of them was received, milliseconds since 1970. */
  oldest: number | undefined;
}

/**
 * The tenant's entries of these stretches that match, and its notes where all entries do, counted up to `most`. Found by
 * block ranges: keep the stretches within some ten thousand offsets.
 */
export async function pendingRecords(
  { client, scope }: ScopedReader,
  stretches: readonly OffsetStretch[],
  filter: EntryFilter,
  most: number,
): Promise<Pending> {
  const pending: Pending = { count: 0, oldest: undefined };
  for (const stretch of stretches) {
    if (stretch.from >= stretch.to || pending.count >= most) continue;
    const values = new Parameters();
    const inTable = (table: 'entry' | 'note', row: string, conditions: readonly string[]) =>
      `(SELECT ${row}.received_at FROM audit.${table} ${row} WHERE ${[...placed(row, stretch), ...conditions].join(' AND ')} LIMIT ${limit})`;
    const placed = (row: string, { epoch, partition, from, to }: OffsetStretch) => [
      `${row}.tenant_id = (SELECT t.id FROM audit.tenant t WHERE t.uid = ${values.of(scope.tenantUid, 'text')})`,
      `${row}.kafka_offset >= ${values.of(String(from), 'text')}::int8`,
      `${row}.kafka_offset < ${values.of(String(to), 'text')}::int8`,
      `${row}.kafka_partition = ${values.of(partition, 'int4')}::int2`,
      `${row}.kafka_epoch = ${values.of(epoch, 'int4')}::int2`,
    ];
    const limit = values.of(most - pending.count, 'int8');
    const sources = [inTable('entry', 'e', conditionsOf(filter, scope, values))];
    if (Object.keys(filter).length === 0) sources.push(inTable('note', 'n', []));
    const text = `SELECT count(*)::int4 AS count, ${millisecondsSql('min(p.received_at)')} AS oldest
  FROM (${sources.join(' UNION ALL ')}) p`;
    const { rows } = await client.query<{ count: number; oldest: number | null }>({
      name: statementName(text),
      text,
      values: values.list,
    });
    const { count = 0, oldest = null } = rows[0] ?? {};
    pending.count = Math.min(most, pending.count + count);
    if (oldest !== null) pending.oldest = Math.min(oldest, pending.oldest ?? Infinity);
  }
  return pending;
}
