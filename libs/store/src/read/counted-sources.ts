import { actionTypes, type ActionType } from '@trailbook/contract';
import { actionLetter, actionNumber } from '../layout/codes';
import { conditionsOf } from './conditions';
import { sqlTime, type EntryFilter } from './entry-filter';
import type { ReadScope } from './scope';
import type { SqlValues } from './sql-values';
import { cutAtUnits, day, hour, type Stretch } from './whole-units';

/** Rows that tell how many entries there are. The rows of all sources of a filter add up to its entries. */
export interface CountedSource {
  /** With the alias `r`, or `e` for the entries themselves. */
  table: string;
  conditions: string[];
  /** When the entries of a row happened: the begin of its hour or day, or the entry's own time. */
  at: string;
  /** Id of the kind of a row's entries; absent where kinds are not told apart. */
  kind?: string;
  /** Entries of a row, by action. */
  countOf(action: ActionType): string;
}

/** Whether the roll-ups can tell: they know time, project, action and, by day, kind. */
export const isRolledUp = ({ actorTypes, resourceUids, userUids, search, receivedSince }: EntryFilter): boolean =>
  !actorTypes && !resourceUids && !userUids && search === undefined && receivedSince === undefined;

/** The actions that a filter leaves. */
export const actionsOf = (filter: EntryFilter): readonly ActionType[] => filter.actions ?? actionTypes;

/** Entries of rows, those that a filter leaves. */
export const totalOf = (source: CountedSource, filter: EntryFilter): string =>
  actionsOf(filter)
    .map((action) => source.countOf(action))
    .join(' + ');

/** The entries themselves: right for any filter, and as slow as there are many. */
export const countedEntries = (filter: EntryFilter, scope: ReadScope, values: SqlValues): CountedSource => ({
  table: 'audit.entry e',
  conditions: conditionsOf(filter, scope, values),
  at: 'e.time',
  kind: 'e.kind_id',
  countOf: (action) => `(e.action = '${actionLetter(action)}')::int4`,
});

/** What is to be told apart: nothing (whose rows may be whole days), hours, or kinds by day. */
export type Grain = 'total' | 'hour' | 'kind';

/**
 * Where the entries of a filter are counted fastest: whole days in the roll-ups, as folded and as added since; where kinds
 * don't matter, the whole hours before and behind them too; the ragged ends of its time among the entries.
 */
export function countedSources(
  filter: EntryFilter,
  scope: ReadScope,
  values: SqlValues,
  grain: Grain = filter.resourceKinds ? 'kind' : 'total',
): CountedSource[] {
  if (!isRolledUp(filter)) return [countedEntries(filter, scope, values)];
  const asked: Stretch = { from: filter.from, to: filter.to === undefined ? undefined : filter.to + 1 };
  const { whole, edges } = cutAtUnits(asked, grain === 'kind' ? day : hour);
  return [
    ...(whole ? [...folded(filter, whole, scope, values, grain), pending(filter, whole, scope, values)] : []),
    ...edges.map(({ from, to }) => countedEntries({ ...filter, from, to: to! - 1 }, scope, values)),
  ];
}

function folded(
  filter: EntryFilter,
  whole: Stretch,
  scope: ReadScope,
  values: SqlValues,
  grain: Grain,
): CountedSource[] {
  const days = (stretch: Stretch) =>
    coarseConditions(filter, stretch, scope, values, (time) => ['r.day', `(${time} AT TIME ZONE 'UTC')::date`]);
  const at = `(r.day::timestamp AT TIME ZONE 'UTC')`;
  const byHour = (stretch: Stretch): CountedSource => ({
    table: 'audit.counts_by_hour r',
    conditions: [...days(outward(stretch)), ...timeConditions(stretch, values, (time) => ['r.hour', time])],
    at: 'r.hour',
    countOf: countInRow,
  });
  if (grain === 'hour') return [byHour(whole)];
  if (grain === 'kind') {
    const conditions = days(whole);
    return [{ table: 'audit.counts_by_kind r', conditions, at, kind: 'r.kind_id', countOf: countInRow }];
  }
  const { whole: wholeDays, edges } = cutAtUnits(whole, day);
  const byDay = (stretch: Stretch): CountedSource => ({
    table: 'audit.entries_by_day r',
    conditions: days(stretch),
    at,
    countOf: (action) => `r.${action}_count`,
  });
  return [...(wholeDays ? [byDay(wholeDays)] : []), ...edges.map(byHour)];
}

/** The whole days that a stretch touches: days are found by their index. */
const outward = ({ from, to }: Stretch): Stretch => ({
  from: from === undefined ? undefined : Math.floor(from / day) * day,
  to: to === undefined ? undefined : Math.ceil(to / day) * day,
});

const countInRow = (action: ActionType): string => `CASE r.action WHEN ${actionNumber(action)} THEN r.n ELSE 0 END`;

function pending(filter: EntryFilter, whole: Stretch, scope: ReadScope, values: SqlValues): CountedSource {
  return {
    table: 'audit.pending_counts r',
    conditions: coarseConditions(filter, whole, scope, values, (time) => ['r.hour', time]),
    at: 'r.hour',
    kind: 'r.kind_id',
    countOf: countInRow,
  };
}

type Comparison = (time: string) => [column: string, bound: string];

function timeConditions({ from, to }: Stretch, values: SqlValues, compare: Comparison): string[] {
  const conditions: string[] = [];
  if (from !== undefined) conditions.push(compare(values.of(sqlTime(from), 'timestamptz')).join(' >= '));
  if (to !== undefined) conditions.push(compare(values.of(sqlTime(to), 'timestamptz')).join(' < '));
  return conditions;
}

/** What a roll-up `r` can tell of a filter. Its time begins the unit, so that the end is not included. */
function coarseConditions(
  filter: EntryFilter,
  stretch: Stretch,
  scope: ReadScope,
  values: SqlValues,
  compare: Comparison,
): string[] {
  const conditions = timeConditions(stretch, values, compare);
  const wanted = (column: string, table: string, name: string, uids: readonly string[]): string =>
    `r.${column} = ANY (ARRAY(SELECT d.id FROM audit.${table} d WHERE d.${name} = ANY (${values.of(uids, 'text[]')})))`;
  if (scope.projectUid !== '*') conditions.push(wanted('project_id', 'project', 'uid', [scope.projectUid]));
  if (filter.projectUids) conditions.push(wanted('project_id', 'project', 'uid', filter.projectUids));
  if (filter.resourceKinds) conditions.push(wanted('kind_id', 'kind', 'name', filter.resourceKinds));
  return conditions;
}
