import type { Pool } from 'pg';
import type { ScopedReader } from './scope';
import {
  entryColumns,
  entryOf,
  entryTables,
  noteColumns,
  noteOf,
  noteTables,
  type EntryRow,
  type NoteRow,
  type StoredEntry,
  type StoredNote,
} from './stored-entry';

/** A stretch of one Kafka partition's log: from `from` up to, not including, `to`. */
export interface OffsetStretch {
  epoch: number;
  partition: number;
  from: bigint;
  to: bigint;
}

export type StoredRecord =
  { kind: 'entry'; offset: bigint; entry: StoredEntry } | { kind: 'note'; offset: bigint; note: StoredNote };

export interface StretchRead {
  /** The scope's entries and notes in the order of their offsets. */
  records: StoredRecord[];
  /** Everything before it has been read: where the next stretch begins. */
  next: bigint;
}

export interface StretchLimits {
  rows: number;
  /** Bytes of payload; a first row that is larger is read all the same. */
  bytes: number;
}

const ofStretch = (columns: string, tables: string, row: string): string => `SELECT * FROM (
  SELECT ${columns}, ${row}.kafka_offset AS at_offset,
         sum(octet_length(${row}.payload)) OVER (ORDER BY ${row}.kafka_offset) - octet_length(${row}.payload) AS bytes_before
    FROM ${tables}
   WHERE ${row}.kafka_epoch = $1 AND ${row}.kafka_partition = $2 AND ${row}.kafka_offset >= $3 AND ${row}.kafka_offset < $4
   ORDER BY ${row}.kafka_offset LIMIT $5) AS first_rows
 WHERE bytes_before < $6 ORDER BY at_offset`;

const entriesOfStretch = ofStretch(entryColumns, entryTables, 'e');
const notesOfStretch = ofStretch(noteColumns, noteTables, 'n');

type Located<Row> = Row & { at_offset: string; bytes_before: string };

/**
 * What the store has of a stretch of the log, for a sink that missed it. Repeats and rejected records have offsets too,
 * but no rows, so `next` moves past them.
 */
export async function readStretch(
  { client }: ScopedReader,
  { epoch, partition, from, to }: OffsetStretch,
  limits: StretchLimits,
): Promise<StretchRead> {
  const values = [epoch, partition, String(from), String(to), limits.rows, limits.bytes];
  const entries = await client.query<Located<EntryRow>>({ name: 'trailbook-stretch', text: entriesOfStretch, values });
  const notes = await client.query<Located<NoteRow>>({ name: 'trailbook-stretch-notes', text: notesOfStretch, values });
  const next = least(to, endOf(entries.rows, limits), endOf(notes.rows, limits));
  const records: StoredRecord[] = [
    ...entries.rows.map((row) => ({ kind: 'entry' as const, offset: BigInt(row.at_offset), entry: entryOf(row) })),
    ...notes.rows.map((row) => ({ kind: 'note' as const, offset: BigInt(row.at_offset), note: noteOf(row) })),
  ];
  return { records: records.filter(({ offset }) => offset < next).sort(byOffset), next };
}

/** How far a partition is stored, or undefined where the epoch has nothing of it yet. */
export async function storedOffset(pool: Pool, epoch: number, partition: number): Promise<bigint | undefined> {
  const { rows } = await pool.query<{ next_offset: string }>({
    name: 'trailbook-stored-offset',
    text: 'SELECT next_offset FROM audit.kafka_offset WHERE epoch_id = $1 AND kafka_partition = $2',
    values: [epoch, partition],
  });
  return rows[0] && BigInt(rows[0].next_offset);
}

/** Where the rows of a query end because of a limit; undefined when they are all that the stretch has. */
function endOf(rows: readonly Located<{ payload: string }>[], limits: StretchLimits): bigint | undefined {
  const last = rows.at(-1);
  if (!last) return undefined;
  const bytes = Number(last.bytes_before) + Buffer.byteLength(last.payload);
  return rows.length >= limits.rows || bytes >= limits.bytes ? BigInt(last.at_offset) + 1n : undefined;
}

const least = (first: bigint, ...others: (bigint | undefined)[]): bigint =>
  others.reduce<bigint>((low, other) => (other !== undefined && other < low ? other : low), first);

const byOffset = (one: { offset: bigint }, other: { offset: bigint }): number => Number(one.offset - other.offset);
