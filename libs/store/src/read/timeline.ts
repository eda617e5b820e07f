import { whereSql } from './conditions';
import { countedEntries, countedSources, totalOf } from './counted-sources';
import type { EntryFilter } from './entry-filter';
import { millisecondsSql } from './payload-sql';
import type { ScopedReader } from './scope';
import { Parameters } from './sql-values';

/** Entries of an hour or a day. */
export interface TimelineBucket {
  /** Its begin, in milliseconds since 1970. */
  start: number;
  count: number;
}

/** How many entries that match happened in each hour or day (UTC) that has any, oldest first. */
export async function timelineOf(
  reader: ScopedReader,
  filter: EntryFilter,
  interval: 'hour' | 'day',
): Promise<TimelineBucket[]> {
  const values = new Parameters();
  // The roll-ups tell kinds apart by day alone: by hour they are counted among the entries.
  const byEntries = filter.resourceKinds !== undefined && interval === 'hour';
  const counted = byEntries
    ? [countedEntries(filter, reader.scope, values)]
    : countedSources(
        filter,
        reader.scope,
        values,
        filter.resourceKinds ? 'kind' : interval === 'hour' ? 'hour' : 'total',
      );
  const sources = counted.map(
    (source) => `SELECT date_trunc('${interval}', ${source.at}, 'UTC') AS start, (${totalOf(source, filter)})::int8 AS n
  FROM ${source.table} ${whereSql(source.conditions)}`,
  );
  if (sources.length === 0) return [];
  const text = `SELECT ${millisecondsSql('start')} AS start, sum(n)::float8 AS count
FROM (${sources.join('\nUNION ALL\n')}) c GROUP BY c.start HAVING sum(n) > 0 ORDER BY c.start`;
  const { rows } = await reader.client.query<TimelineBucket>({ text, values: values.list });
  return rows;
}
