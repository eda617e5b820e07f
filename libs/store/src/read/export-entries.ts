import { conditionsOf, whereSql } from './conditions';
import type { EntryFilter } from './entry-filter';
import { withLatestNotes } from './notes';
import type { ScopedReader } from './scope';
import { Parameters } from './sql-values';
import { streamInOrder } from './stream-in-order';
import { entryColumns, entryOf, type EntryRow, type StoredEntry } from './stored-entry';

const rowsAtOnce = 500;

/** The entries that match, newest first, each with its latest note, as many at a time as are worth a round trip. */
export async function* exportEntries(reader: ScopedReader, filter: EntryFilter): AsyncGenerator<StoredEntry[]> {
  const values = new Parameters();
  const text = `DECLARE export NO SCROLL CURSOR FOR SELECT ${entryColumns} FROM audit.entry e
${whereSql(conditionsOf(filter, reader.scope, values))}
ORDER BY e.time DESC, e.uid DESC`;
  await streamInOrder(reader.client, filter);
  await reader.client.query(text, values.list);
  for (;;) {
    const { rows } = await reader.client.query<EntryRow>(`FETCH ${rowsAtOnce} FROM export`);
    if (rows.length === 0) return;
    yield await withLatestNotes(reader, rows.map(entryOf));
  }
}
