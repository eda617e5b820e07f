import type { QueryResult } from 'pg';
import type { EntryFilter } from './entry-filter';
import { expectMatches } from './expect-matches';
import { withLatestNotes } from './notes';
import { pageStatements } from './page-statements';
import { plan, planAsUsual } from './planning';
import type { ScopedReader } from './scope';
import { searchEntries } from './search-entries';
import { statementName } from './statement-name';
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
  let rows: EntryRow[] = [];
  const expected = await expectMatches(reader, filter);
  if (expected?.matches === 0) return [];
  for (const { text, values, planning } of pageStatements(filter, reader.scope, options, expected)) {
    await plan(reader.client, planning);
    const result: QueryResult<EntryRow> = await reader.client.query({ name: statementName(text), text, values });
    await planAsUsual(reader.client, planning);
    rows = result.rows;
    if (rows.length >= options.limit) break;
  }
  return withLatestNotes(reader, rows.map(entryOf));
}
