import type { EntryFilter } from './entry-filter';
import { expectMatches } from './expect-matches';
import { followedPage } from './followed-page';
import { withLatestNotes } from './notes';
import { pageStatements } from './page-statements';
import { rowsOf } from './planning';
import type { ScopedReader } from './scope';
import { searchEntries } from './search-entries';
import { entryOf, type EntryRow, type StoredEntry } from './stored-entry';

export interface ListOptions {
  /** Entries, at most. */
  limit: number;
  /** Only entries behind this one in the list. */
  before?: { time: number; uid: string };
  /** Entries to pass over first: each costs as if it were read. */
  offset?: number;
}

/** Entries that match, newest first (by time, then uid), each with its latest note. */
export async function listEntries(
  reader: ScopedReader,
  filter: EntryFilter,
  options: ListOptions,
): Promise<StoredEntry[]> {
  const { search } = filter;
  if (search !== undefined) return (await searchEntries(reader, { ...filter, search }, options)).entries;
  const rows = (await followedPage(reader, filter, options)) ?? (await walkedPage(reader, filter, options));
  return withLatestNotes(reader, rows.map(entryOf));
}

async function walkedPage(reader: ScopedReader, filter: EntryFilter, options: ListOptions): Promise<EntryRow[]> {
  const expected = await expectMatches(reader, filter);
  if (expected?.matches === 0) return [];
  let rows: EntryRow[] = [];
  for (const statement of pageStatements(filter, reader.scope, options, expected)) {
    rows = await rowsOf(reader.client, statement);
    if (rows.length >= options.limit) break;
  }
  return rows;
}
