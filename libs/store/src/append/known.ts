import type { PoolClient } from 'pg';
import { partitionName } from '../layout/months';
import { type Row, storedId } from './rows';

export interface Sorted {
  /** To be stored. */
  fresh: Row[];
  repeats: Row[];
  /** Another identity has their uid. */
  taken: Row[];
}

/** Drops what one chunk has twice. `rows` are in order, of one month, equals in the order they came in. */
export function withoutDoubles(rows: readonly Row[]): Sorted {
  const sorted: Sorted = { fresh: [], repeats: [], taken: [] };
  let last: Row | undefined;
  for (const row of rows) {
    if (last && last.numbers.tenantId === row.numbers.tenantId && last.envelope.uid === row.envelope.uid) {
      const same = last.numbers.sourceId === row.numbers.sourceId && last.envelope.id === row.envelope.id;
      (same ? sorted.repeats : sorted.taken).push(row);
    } else {
      sorted.fresh.push(row);
      last = row;
    }
  }
  return sorted;
}

/** Drops what the partition has already. */
export async function withoutKnown(client: PoolClient, rows: readonly Row[]): Promise<Sorted> {
  const [first] = rows;
  if (!first) return { fresh: [], repeats: [], taken: [] };
  const { rows: known } = await client.query<{ n: string; source_id: number; id: string }>(
    `SELECT w.n, e.source_id, e.id
       FROM unnest($1::int4[], $2::uuid[]) WITH ORDINALITY w (tenant_id, uid, n)
       JOIN ${partitionName(first.of, first.month)} e ON e.tenant_id = w.tenant_id AND e.uid = w.uid`,
    [rows.map((row) => row.numbers.tenantId), rows.map((row) => row.envelope.uid)],
  );
  const stored = new Map(known.map((row) => [Number(row.n) - 1, row]));
  const sorted: Sorted = { fresh: [], repeats: [], taken: [] };
  rows.forEach((row, position) => {
    const there = stored.get(position);
    if (!there) sorted.fresh.push(row);
    else if (there.source_id === row.numbers.sourceId && there.id === storedId(row.envelope)) sorted.repeats.push(row);
    else sorted.taken.push(row);
  });
  return sorted;
}
