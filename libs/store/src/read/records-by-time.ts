import type { ScopedReader } from './scope';
import { entryColumns, type EntryRow } from './stored-entry';
import { noteRecordColumns, type NoteRecordRow, recordOfEntry, recordOfNote, type StoredRecord } from './stored-record';
import { sqlTime } from './entry-filter';

/** A place in the order of times; uids order what happened at the same time. */
export interface TimeKey {
  /** Milliseconds since 1970. */
  time: number;
  uid: string;
}

/** What happened from `from` to `to`, both included, milliseconds since 1970; only what follows `after`, where it is given. */
export interface TimeStretch {
  from: number;
  to: number;
  after?: TimeKey;
}

/** The end of a statement on a row with `time` and `uid`, with the values of `stretchValues`. */
export const inStretch = (row: string): string =>
  `${row}.tenant_id = (SELECT t.id FROM audit.tenant t WHERE t.uid = $1) AND ${row}.time >= $2
   AND (${row}.time, ${row}.uid) > ($2, $3) AND ${row}.time <= $4
 ORDER BY ${row}.time, ${row}.uid LIMIT $5`;

const lastUid = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

export function stretchValues(tenantUid: string, { from, to, after }: TimeStretch, limit: number): unknown[] {
  const key = after ?? { time: from - 1, uid: lastUid };
  return [tenantUid, sqlTime(key.time), key.uid, sqlTime(to), limit];
}

/** Merges what is sorted by time and uid, at most `limit`. */
export const inOrder = <T extends { key: TimeKey }>(records: T[], limit: number): T[] =>
  records.sort((a, b) => a.key.time - b.key.time || (a.key.uid < b.key.uid ? -1 : 1)).slice(0, limit);

const entriesSql = `SELECT ${entryColumns} FROM audit.entry e WHERE ${inStretch('e')}`;
const notesSql = `SELECT ${noteRecordColumns} FROM audit.note n WHERE ${inStretch('n')}`;

/**
 * The tenant's entries and notes of a stretch, oldest first, at most `limit`: with that many there may be more, behind the
 * key of the last one.
 */
export async function recordsByTime(
  { client, scope }: ScopedReader,
  stretch: TimeStretch,
  limit: number,
): Promise<(StoredRecord & { key: TimeKey })[]> {
  const values = stretchValues(scope.tenantUid, stretch, limit);
  const entries = await client.query<EntryRow>({ name: 'trailbook-entries-by-time', text: entriesSql, values });
  const notes = await client.query<NoteRecordRow>({ name: 'trailbook-notes-by-time', text: notesSql, values });
  const keyed = <R extends { time: number; uid: string }>(row: R, record: StoredRecord) => ({
    ...record,
    key: { time: row.time, uid: row.uid },
  });
  return inOrder(
    [
      ...entries.rows.map((row) => keyed(row, recordOfEntry(row))),
      ...notes.rows.map((row) => keyed(row, recordOfNote(row))),
    ],
    limit,
  );
}
