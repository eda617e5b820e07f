import type { PoolClient, QueryResult } from 'pg';
import { conditionsOf, whereSql } from './conditions';
import { sqlTime, type EntryFilter } from './entry-filter';
import { withLatestNotes } from './notes';
import type { ScopedReader } from './scope';
import { Parameters } from './sql-values';
import { statementName } from './statement-name';
import { entryColumns, entryOf, type EntryRow, type StoredEntry } from './stored-entry';

/** How far a reader has come in one Kafka partition of one epoch: the first offset that he has not seen. */
export interface ArrivalPosition {
  epoch: number;
  partition: number;
  offset: bigint;
}

export interface Arrivals {
  /** In the order in which they came, each with its latest note. */
  entries: StoredEntry[];
  /** Where to go on: behind these entries, and behind what was read and does not match. */
  positions: ArrivalPosition[];
  /** Whether there may be more now; else all that is stored has been read. */
  more: boolean;
}

/** What is read of one Kafka partition: as far as ingest has stored it, and no further. */
interface Stretch {
  epoch: number;
  partition: number;
  /** The first offset that is not read yet. */
  next: bigint;
  stored: bigint;
  found: StoredEntry[];
}

/** Offsets that are looked through at first, in each partition; twice as many each time that they don't fill a page. */
const firstWindow = 16_384n;
/** After so long a page is handed over as it is, in milliseconds: a filter may match little in a long log. */
const patience = 5_000;
/** The clocks of two instances of ingest may differ by as much, in milliseconds. */
const clockMargin = 600_000;

/**
 * The scope's entries that came after these positions, at most `limit`, in the order in which they were received.
 *
 * An entry and the offset behind it become visible in one commit, and one snapshot reads both: below a stored offset
 * nothing can appear any more. So, other than with a time, nothing is lost or seen twice, however transactions overlap.
 * A partition that `after` doesn't name is read from its begin.
 */
export async function arrivalsAfter(
  reader: ScopedReader,
  filter: EntryFilter,
  after: readonly ArrivalPosition[],
  limit: number,
): Promise<Arrivals> {
  const stretches = await unread(reader.client, after);
  const until = Date.now() + patience;
  for (let window = firstWindow; ; window *= 2n) {
    const short = stretches.filter(({ next, stored, found }) => next < stored && found.length <= limit);
    if (short.length === 0 || Date.now() > until) break;
    await readOn(reader, filter, short, window, limit + 1);
  }
  const { entries, taken } = firstReceived(stretches, limit);
  const positions = stretches.map(({ epoch, partition, next, found }, index) => {
    const following = found[taken[index] ?? 0];
    return { epoch, partition, offset: following ? BigInt(following.kafka.offset) : next };
  });
  return {
    entries: await withLatestNotes(reader, entries),
    positions,
    more: stretches.some(({ stored }, index) => positions[index]!.offset < stored),
  };
}

/**
 * Positions in front of all that was received at `since` (milliseconds since 1970) or later, found from the end of the
 * log: a reader who wants what is new does not walk a year of entries.
 */
export async function arrivalsSince({ client }: ScopedReader, since: number): Promise<ArrivalPosition[]> {
  const positions: ArrivalPosition[] = [];
  let open = await unread(client, []);
  for (let window = firstWindow; open.length > 0; window *= 2n) {
    const windows = open.map(({ epoch, partition, stored }) => ({
      epoch,
      partition,
      from: stored > window ? stored - window : 0n,
      to: stored,
    }));
    const values = new Parameters();
    const older = values.of(sqlTime(since - clockMargin), 'timestamptz');
    const { rows } = await client.query<{ reached: boolean }>(
      `SELECT EXISTS (SELECT FROM audit.entry e WHERE ${inWindow} AND e.received_at < ${older}) AS reached
         FROM ${windowsSql(windows, values)} ORDER BY s.index`,
      values.list,
    );
    const reached = windows.map(({ from }, index) => from === 0n || rows[index]?.reached === true);
    for (const [index, { epoch, partition, from }] of windows.entries()) {
      if (reached[index]) positions.push({ epoch, partition, offset: from });
    }
    open = open.filter((_, index) => !reached[index]);
  }
  return positions;
}

/** Positions behind all that this reader's snapshot shows, and in front of whatever is stored later. */
export async function arrivalsFromNow({ client }: ScopedReader): Promise<ArrivalPosition[]> {
  return (await unread(client, [])).map(({ epoch, partition, stored }) => ({ epoch, partition, offset: stored }));
}

/** Every partition, from where this reader stands to where ingest has stored it. */
async function unread(client: PoolClient, after: readonly ArrivalPosition[]): Promise<Stretch[]> {
  const { rows } = await client.query<{ epoch_id: number; kafka_partition: number; next_offset: string }>(
    'SELECT epoch_id, kafka_partition, next_offset FROM audit.kafka_offset ORDER BY epoch_id, kafka_partition',
  );
  return rows.map(({ epoch_id: epoch, kafka_partition: partition, next_offset }) => {
    const known = after.find((one) => one.epoch === epoch && one.partition === partition);
    return { epoch, partition, next: known?.offset ?? 0n, stored: BigInt(next_offset), found: [] };
  });
}

async function readOn(
  { client, scope }: ScopedReader,
  filter: EntryFilter,
  stretches: readonly Stretch[],
  window: bigint,
  limit: number,
): Promise<void> {
  const windows = stretches.map(({ epoch, partition, next, stored }) => ({
    epoch,
    partition,
    from: next,
    to: stored - next > window ? next + window : stored,
  }));
  const values = new Parameters();
  const conditions = [inWindow, ...conditionsOf(filter, scope, values)];
  const text = `SELECT s.index::int4, f.* FROM ${windowsSql(windows, values)} CROSS JOIN LATERAL (
  SELECT ${entryColumns} FROM audit.entry e
  ${whereSql(conditions)}
  ORDER BY e.kafka_offset LIMIT ${values.of(limit, 'int8')}) f
ORDER BY s.index, f.kafka_offset`;
  const { rows }: QueryResult<EntryRow & { index: number }> = await client.query({
    name: statementName(text),
    text,
    values: values.list,
  });
  for (const [index, stretch] of stretches.entries()) {
    const found = rows.filter((row) => row.index === index + 1).map(entryOf);
    stretch.found.push(...found);
    const last = found.at(-1);
    stretch.next = last && found.length === limit ? BigInt(last.kafka.offset) + 1n : windows[index]!.to;
  }
}

/**
 * Takes from the stretches, each in its own order, whatever was received first.
 * @returns them, and how many are from each
 */
function firstReceived(stretches: readonly Stretch[], limit: number): { entries: StoredEntry[]; taken: number[] } {
  const entries: StoredEntry[] = [];
  const taken = stretches.map(() => 0);
  while (entries.length < limit) {
    const heads = stretches.map(({ found }, index) => found[taken[index]!]?.receivedAt ?? Infinity);
    const first = Math.min(...heads);
    if (!Number.isFinite(first)) break;
    const index = heads.indexOf(first);
    entries.push(stretches[index]!.found[taken[index]!]!);
    taken[index]! += 1;
  }
  return { entries, taken };
}

interface Window {
  epoch: number;
  partition: number;
  /** Included. */
  from: bigint;
  /** Not included. */
  to: bigint;
}

/** Windows as a relation `s`, numbered from 1. */
function windowsSql(windows: readonly Window[], values: Parameters): string {
  const epochs = values.of(
    windows.map(({ epoch }) => epoch),
    'int4[]',
  );
  const partitions = values.of(
    windows.map(({ partition }) => partition),
    'int4[]',
  );
  const offsets = [windows.map(({ from }) => String(from)), windows.map(({ to }) => String(to))];
  const [first, beyond] = offsets.map((list) => `${values.of(list, 'text[]')}::int8[]`);
  return `unnest(${epochs}, ${partitions}, ${first}, ${beyond})
  WITH ORDINALITY AS s (epoch, kafka_partition, first, beyond, index)`;
}

const inWindow = `e.kafka_offset >= s.first AND e.kafka_offset < s.beyond
    AND e.kafka_partition = s.kafka_partition::int2 AND e.kafka_epoch = s.epoch::int2`;
