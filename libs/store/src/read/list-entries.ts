import type { QueryResult } from 'pg';
import { conditionsOf, whereSql } from './conditions';
import { sqlTime, type EntryFilter } from './entry-filter';
import { withLatestNotes } from './notes';
import type { ScopedReader } from './scope';
import { Parameters } from './sql-values';
import { statementName } from './statement-name';
import { entryColumns, entryOf, type EntryRow, type StoredEntry } from './stored-entry';

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
  { limit, before, offset }: ListOptions,
): Promise<StoredEntry[]> {
  const values = new Parameters();
  const conditions = conditionsOf(filter, reader.scope, values);
  if (before) {
    const time = values.of(sqlTime(before.time), 'timestamptz');
    // The first half alone lets partitions be passed over.
    conditions.push(`e.time <= ${time}`, `(e.time, e.uid) < (${time}, ${values.of(before.uid, 'uuid')})`);
  }
  const text = `SELECT ${entryColumns} FROM audit.entry e
${whereSql(conditions)}
ORDER BY e.time DESC, e.uid DESC LIMIT ${values.of(limit, 'int8')}${offset ? ` OFFSET ${values.of(offset, 'int8')}` : ''}`;
  const { rows }: QueryResult<EntryRow> = await reader.client.query({
    name: statementName(text),
    text,
    values: values.list,
  });
  return withLatestNotes(reader, rows.map(entryOf));
}
