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

/** Adds a row to the clashes, according to the earlier one of the chunk, which is stored. Answers what it is. */
export function addDouble(to: Clashes, { row, earlier }: Double): 'taken' | 'repeat' | 'conflict' {
  if (earlier.numbers.sourceId !== row.numbers.sourceId || earlier.envelope.id !== row.envelope.id) {
    to.taken.push(row);
    return 'taken';
  }
  const isRepeat = hasSameData(earlier, row);
  (isRepeat ? to.repeats : to.conflicts).push(row);
  return isRepeat ? 'repeat' : 'conflict';
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

/** What a look-up finds of rows. */
export interface LookedUp extends Clashes {
  /** Rows that the partition lacks. */
  fresh: Row[];
  /** Rows that it has from the very record: whoever stored them ended before the verdicts on their chunk. */
  own: Row[];
}

/** Tells apart the rows that the partition lacks and those whose uid it has. */
export async function withoutKnown(client: PoolClient, epochId: number, rows: readonly Row[]): Promise<LookedUp> {
  const [first] = rows;
  if (!first) return { fresh: [], own: [], ...noClashes() };
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
  return { fresh, taken, ...(await comparedToStored(client, epochId, again)) };
}

interface StoredRecord {
  n: string;
  digest: string;
  epoch: number;
  kafka_partition: number;
  kafka_offset: string;
}

/** Tells repeats from conflicts among rows whose identity the partition has, by digests that the database computes. */
async function comparedToStored(
  client: PoolClient,
  epochId: number,
  rows: readonly Row[],
): Promise<Omit<LookedUp, 'fresh' | 'taken'>> {
  const { repeats, conflicts } = noClashes();
  const own: Row[] = [];
  const [first] = rows;
  if (!first) return { own, repeats, conflicts };
  const { rows: records } = await client.query<StoredRecord>(
    `SELECT n, encode(digest, 'hex') AS digest, epoch, kafka_partition, kafka_offset
       FROM audit.stored_records($3, $4, $1, $2)`,
    [...keysOf(rows), first.of, firstDay(first.month)],
  );
  const stored = new Map(records.map((record) => [Number(record.n) - 1, record]));
  rows.forEach((row, position) => {
    const there = stored.get(position);
    if (there && isRecordOf(row, epochId, there)) own.push(row);
    else (there?.digest === digestOf(row.envelope) ? repeats : conflicts).push(row);
  });
  return { own, repeats, conflicts };
}

const isRecordOf = ({ source: { partition, offset } }: Row, epochId: number, there: StoredRecord): boolean =>
  there.epoch === epochId && there.kafka_partition === partition && BigInt(there.kafka_offset) === offset;

const keysOf = (rows: readonly Row[]): [number[], string[]] => [
  rows.map((row) => row.numbers.tenantId),
  rows.map((row) => row.envelope.uid),
];
