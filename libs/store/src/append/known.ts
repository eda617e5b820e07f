import { dataDigest } from '@trailbook/contract';
import type { PoolClient } from 'pg';
import { firstDay, partitionName, type Parent } from '../layout/months';
import { type Row, storedId } from './rows';

/** Rows that will not be stored, because one with their uid was there before. */
export interface Clashes {
  /** The same event once more. */
  repeats: Row[];
  /** The same identity with other data. */
  conflicts: Row[];
  /** Another identity with the same uid. */
  taken: Row[];
}

export const noClashes = (): Clashes => ({ repeats: [], conflicts: [], taken: [] });

/** A row, and the earlier one of the same chunk that has its uid. */
interface Double {
  row: Row;
  earlier: Row;
}

/** Tells apart the first rows of each uid and those that follow. `rows` are in order, equals in the order they came in. */
export function firstOfEach(rows: readonly Row[]): { first: Row[]; doubles: Double[] } {
  const first: Row[] = [];
  const doubles: Double[] = [];
  let last: Row | undefined;
  for (const row of rows) {
    if (last && last.numbers.tenantId === row.numbers.tenantId && last.envelope.uid === row.envelope.uid) {
      doubles.push({ row, earlier: last });
    } else {
      first.push(row);
      last = row;
    }
  }
  return { first, doubles };
}

/** Adds a row to the clashes, according to the earlier one of the chunk, which is stored. */
export function addDouble(to: Clashes, { row, earlier }: Double): void {
  if (earlier.numbers.sourceId !== row.numbers.sourceId || earlier.envelope.id !== row.envelope.id) to.taken.push(row);
  else if (hasSameData(earlier, row)) to.repeats.push(row);
  else to.conflicts.push(row);
}

function hasSameData({ envelope: one }: Row, { envelope: other }: Row): boolean {
  if (one.mode === other.mode && one.value.equals(other.value)) return true;
  return digestOf(one) === digestOf(other);
}

const digestOf = ({ value, mode }: Row['envelope']): string => dataDigest(value, mode);

/** What a stored row says of its identity beside the tenant. */
interface StoredIdentity {
  source_id: number;
  id: string;
}

export const hasIdentityOf = ({ numbers, envelope }: Row, stored: StoredIdentity): boolean =>
  stored.source_id === numbers.sourceId && stored.id === storedId(envelope);

/** What a month's entries or notes have under the uids of these rows, by the rows' positions. */
export async function storedIdentities(
  client: PoolClient,
  parent: Parent,
  month: string,
  rows: readonly Row[],
): Promise<ReadonlyMap<number, StoredIdentity>> {
  const { rows: known } = await client.query<StoredIdentity & { n: string }>(
    `SELECT w.n, e.source_id, e.id
       FROM unnest($1::int4[], $2::uuid[]) WITH ORDINALITY w (tenant_id, uid, n)
       JOIN ${partitionName(parent, month)} e ON e.tenant_id = w.tenant_id AND e.uid = w.uid`,
    keysOf(rows),
  );
  return new Map(known.map((row) => [Number(row.n) - 1, row]));
}

/** Tells apart the rows that the partition lacks and those whose uid it has. */
export async function withoutKnown(client: PoolClient, rows: readonly Row[]): Promise<{ fresh: Row[] } & Clashes> {
  const [first] = rows;
  if (!first) return { fresh: [], ...noClashes() };
  const stored = await storedIdentities(client, first.of, first.month, rows);
  const fresh: Row[] = [];
  const again: Row[] = [];
  const taken: Row[] = [];
  rows.forEach((row, position) => {
    const there = stored.get(position);
    if (!there) fresh.push(row);
    else if (hasIdentityOf(row, there)) again.push(row);
    else taken.push(row);
  });
  return { fresh, taken, ...(await comparedToStored(client, again)) };
}

/** Tells repeats from conflicts among rows whose identity the partition has, by digests that the database computes. */
async function comparedToStored(client: PoolClient, rows: readonly Row[]): Promise<Omit<Clashes, 'taken'>> {
  const { repeats, conflicts } = noClashes();
  const [first] = rows;
  if (!first) return { repeats, conflicts };
  const { rows: digests } = await client.query<{ n: string; digest: string }>(
    `SELECT n, encode(digest, 'hex') AS digest FROM audit.data_digests($3, $4, $1, $2)`,
    [...keysOf(rows), first.of, firstDay(first.month)],
  );
  const stored = new Map(digests.map(({ n, digest }) => [Number(n) - 1, digest]));
  rows.forEach((row, position) => {
    (stored.get(position) === digestOf(row.envelope) ? repeats : conflicts).push(row);
  });
  return { repeats, conflicts };
}

const keysOf = (rows: readonly Row[]): [number[], string[]] => [
  rows.map((row) => row.numbers.tenantId),
  rows.map((row) => row.envelope.uid),
];
