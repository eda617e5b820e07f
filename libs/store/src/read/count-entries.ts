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

/** Where every entry has to be opened to be counted, counting stops there. */
const mostOpened = 10_000;

/**
 * How many entries match: from the roll-ups as far as they tell, else from the entries; with free text, and by the type
 * of the actor, which no column tells, not all of them.
 */
export async function countEntries(reader: ScopedReader, filter: EntryFilter): Promise<EntryCount> {
  const { search } = filter;
  if (search !== undefined) return countFound(reader, { ...filter, search });
  const values = new Parameters();
  if (filter.actorTypes) {
    const { table, conditions } = countedEntries(filter, reader.scope, values);
    const opened = `SELECT FROM ${table} ${whereSql(conditions)} LIMIT ${mostOpened + 1}`;
    const count = await counted(reader, `SELECT count(*)::float8 AS count FROM (${opened}) m`, values);
    return { count: Math.min(count, mostOpened), exact: count <= mostOpened };
  }
  const terms = termsOf(filter, reader.scope, values).join('\n + ');
  return { count: await counted(reader, `SELECT (${terms})::float8 AS count`, values), exact: true };
}

async function counted({ client }: ScopedReader, text: string, { list }: Parameters): Promise<number> {
  const { rows } = await client.query<{ count: number }>({ name: statementName(text), text, values: list });
  return rows[0]?.count ?? 0;
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
