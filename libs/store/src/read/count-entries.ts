import { actionTypes, type ActionType } from '@trailbook/contract';
import { actionNumber } from '../layout/codes';
import { conditionsOf, whereSql } from './conditions';
import { sqlTime, type EntryFilter } from './entry-filter';
import type { ReadScope, ScopedReader } from './scope';
import { Parameters, type SqlValues } from './sql-values';
import { statementName } from './statement-name';
import { cutAtUnits, day, hour, type Stretch } from './whole-units';

export interface EntryCount {
  count: number;
  /** False where counting stopped: there are at least so many. */
  exact: boolean;
}

/** With free text, which no index answers, counting stops there. */
const mostSearched = 10_000;

/** How many entries match: from the roll-ups as far as they tell, else from the entries. */
export async function countEntries(reader: ScopedReader, filter: EntryFilter): Promise<EntryCount> {
  const values = new Parameters();
  const text = `SELECT (${termsOf(filter, reader.scope, values).join('\n + ')})::float8 AS count`;
  const { rows } = await reader.client.query<{ count: number }>({
    name: statementName(text),
    text,
    values: values.list,
  });
  const count = rows[0]?.count ?? 0;
  return { count, exact: filter.search === undefined || count < mostSearched };
}

function termsOf(filter: EntryFilter, scope: ReadScope, values: SqlValues): string[] {
  const { actorTypes, resourceUids, userUids, search, receivedSince } = filter;
  if (search !== undefined) {
    const matches = `SELECT FROM audit.entry e ${whereSql(conditionsOf(filter, scope, values))} LIMIT ${mostSearched}`;
    return [`(SELECT count(*) FROM (${matches}) m)`];
  }
  const rolledUp = !actorTypes && !resourceUids && !userUids && receivedSince === undefined;
  if (!rolledUp) return [counted(filter, scope, values)];
  const asked: Stretch = { from: filter.from, to: filter.to === undefined ? undefined : filter.to + 1 };
  const unit = filter.resourceKinds ? day : hour;
  const { whole, edges } = cutAtUnits(asked, unit);
  return [
    ...(whole ? rolledUpTerms(filter, scope, whole, values) : []),
    ...edges.map(({ from, to }) => counted({ ...filter, from, to: to! - 1 }, scope, values)),
    '0',
  ];
}

const counted = (filter: EntryFilter, scope: ReadScope, values: SqlValues): string =>
  `(SELECT count(*) FROM audit.entry e ${whereSql(conditionsOf(filter, scope, values))})`;

/** Whole hours, or days where kinds are told apart: what is folded, and what ingest has added since. */
function rolledUpTerms(filter: EntryFilter, scope: ReadScope, whole: Stretch, values: SqlValues): string[] {
  const { resourceKinds } = filter;
  const folded = resourceKinds
    ? { table: 'audit.entries_by_day', time: 'day' }
    : { table: 'audit.entries_by_hour', time: 'hour' };
  const sum = (filter.actions ?? actionTypes).map((action: ActionType) => `${action}_count`).join(' + ');
  const pending = coarseConditions({ ...filter, ...whole }, scope, 'hour', values);
  if (filter.actions) pending.push(`r.action = ANY (${values.of(filter.actions.map(actionNumber), 'int2[]')})`);
  const told = coarseConditions({ ...filter, ...whole }, scope, folded.time, values);
  return [
    `(SELECT coalesce(sum(${sum}), 0) FROM ${folded.table} r ${whereSql(told)})`,
    `(SELECT coalesce(sum(r.n), 0) FROM audit.pending_counts r ${whereSql(pending)})`,
  ];
}

/** What a roll-up `r` can tell of a filter. Its time begins the unit, so that the end is not included. */
function coarseConditions(filter: EntryFilter, scope: ReadScope, time: string, values: SqlValues): string[] {
  const conditions: string[] = [];
  const bound = (milliseconds: number): string => {
    const given = values.of(sqlTime(milliseconds), 'timestamptz');
    return time === 'day' ? `(${given} AT TIME ZONE 'UTC')::date` : given;
  };
  if (filter.from !== undefined) conditions.push(`r.${time} >= ${bound(filter.from)}`);
  if (filter.to !== undefined) conditions.push(`r.${time} < ${bound(filter.to)}`);
  const wanted = (column: string, table: string, name: string, uids: readonly string[]): string =>
    `r.${column} = ANY (ARRAY(SELECT d.id FROM audit.${table} d WHERE d.${name} = ANY (${values.of(uids, 'text[]')})))`;
  if (scope.projectUid !== '*') conditions.push(wanted('project_id', 'project', 'uid', [scope.projectUid]));
  if (filter.projectUids) conditions.push(wanted('project_id', 'project', 'uid', filter.projectUids));
  if (filter.resourceKinds) conditions.push(wanted('kind_id', 'kind', 'name', filter.resourceKinds));
  return conditions;
}
