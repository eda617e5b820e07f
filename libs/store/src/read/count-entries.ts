import { whereSql } from './conditions';
import { countedEntries, countedSources, isRolledUp, totalOf } from './counted-sources';
import type { EntryFilter } from './entry-filter';
import type { ReadScope, ScopedReader } from './scope';
import { countFound } from './search-count';
import { Parameters, type SqlValues } from './sql-values';
import { statementName } from './statement-name';

export interface EntryCount {
  count: number;
  /** False where counting stopped: there are at least so many. */
  exact: boolean;
}

/** How many entries match: from the roll-ups as far as they tell, else from the entries; with free text not all of them. */
export async function countEntries(reader: ScopedReader, filter: EntryFilter): Promise<EntryCount> {
  const { search } = filter;
  if (search !== undefined) return countFound(reader, { ...filter, search });
  const values = new Parameters();
  const text = `SELECT (${termsOf(filter, reader.scope, values).join('\n + ')})::float8 AS count`;
  const { rows } = await reader.client.query<{ count: number }>({
    name: statementName(text),
    text,
    values: values.list,
  });
  return { count: rows[0]?.count ?? 0, exact: true };
}

function termsOf(filter: EntryFilter, scope: ReadScope, values: SqlValues): string[] {
  if (!isRolledUp(filter)) {
    const { table, conditions } = countedEntries(filter, scope, values);
    return [`(SELECT count(*) FROM ${table} ${whereSql(conditions)})`];
  }
  const sources = countedSources(filter, scope, values).map(
    (source) =>
      `(SELECT coalesce(sum(${totalOf(source, filter)}), 0) FROM ${source.table} ${whereSql(source.conditions)})`,
  );
  return ['0', ...sources];
}
