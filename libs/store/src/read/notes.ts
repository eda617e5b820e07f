import { dataOf, type AuditNoteData } from '@trailbook/contract';
import { modeOf } from '../layout/codes';
import { millisecondsSql } from './payload-sql';
import type { ScopedReader } from './scope';
import { noteColumns, noteOf, type NoteRow, type StoredEntry, type StoredNote } from './stored-entry';

const latestOfEach = `
SELECT DISTINCT ON (n.entry_uid) n.entry_uid, ${millisecondsSql('n.time')} AS time, n.mode, n.payload
  FROM audit.note n WHERE n.entry_uid = ANY ($1::uuid[]) ORDER BY n.entry_uid, n.time DESC, n.uid DESC`;

/** Puts its latest note on each entry: one look-up for a whole page. */
export async function withLatestNotes({ client }: ScopedReader, entries: StoredEntry[]): Promise<StoredEntry[]> {
  if (entries.length === 0) return entries;
  const { rows } = await client.query<Pick<NoteRow, 'entry_uid' | 'time' | 'mode' | 'payload'>>({
    name: 'trailbook-latest-notes',
    text: latestOfEach,
    values: [entries.map(({ uid }) => uid)],
  });
  if (rows.length === 0) return entries;
  const latest = new Map(rows.map((row) => [row.entry_uid, row]));
  return entries.map((entry) => {
    const note = latest.get(entry.uid);
    if (!note) return entry;
    const { userMsg } = dataOf<AuditNoteData>(note.payload, modeOf(note.mode));
    return { ...entry, latestNote: { userMsg, time: note.time } };
  });
}

const notesOfOne = `SELECT ${noteColumns} FROM audit.note n
 WHERE n.entry_uid = $1::uuid ORDER BY n.time DESC, n.uid DESC LIMIT $2`;

/** The notes that were put on an entry, newest first, at most `limit` of them. */
export async function notesOf({ client }: ScopedReader, entryUid: string, limit = 1_000): Promise<StoredNote[]> {
  const { rows } = await client.query<NoteRow>({
    name: 'trailbook-notes',
    text: notesOfOne,
    values: [entryUid, limit],
  });
  return rows.map(noteOf);
}
