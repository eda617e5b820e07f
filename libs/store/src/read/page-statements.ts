import { keysOf, sortedConditionsOf, whereSql, type Conditions, type KeyColumn } from './conditions';
import { sqlTime, type EntryFilter } from './entry-filter';
import type { Expected } from './expect-matches';
import { indexConditionsOf } from './index-conditions';
import type { ListOptions } from './list-entries';
import { inOrder, plannedOnce, type Planning, type Statement } from './planning';
import type { ReadScope } from './scope';
import { Parameters } from './sql-values';
import { entryColumns } from './stored-entry';

/** Newest first, with a fixed order among equal times. */
const newestFirst = 'ORDER BY e.time DESC, e.uid DESC';
/** To gather an entry, wherever it lies, takes as long as walking past so many. */
const gatheredToWalked = 1.5;
/** Matches do not lie as evenly as all that. */
const unevenness = 3;

/**
 * The ways to a page of a filter that names neither users, resources nor kinds and has no free text, to be tried in turn until
 * one gives a full page; the last one always gives all there is.
 *
 * An action can be answered in two ways: by walking through the newest entries, fast where matches are frequent and endless
 * where they are rare, or by gathering all matches through the column's index, fast where they are rare. The planner has to
 * choose by statistics over all tenants, and with a LIMIT in sight bets on matches being spread evenly; a bet that it loses
 * takes seconds. So: walk as far as a page should take by the counts, then gather; gather at once where that is less to read.
 * @param expected what the counts say of a filter by action
 */
export function pageStatements(
  filter: EntryFilter,
  scope: ReadScope,
  options: ListOptions,
  expected?: Expected,
): Statement[] {
  if (!expected) return [statement(filter, scope, options, isOneStretch(filter) ? plain : anyhow)];
  const gathering = statement(filter, scope, options, gather);
  const way = ((options.limit + (options.offset ?? 0)) * expected.among) / expected.matches;
  if (way > expected.gathered * gatheredToWalked) return [gathering];
  return [statement(filter, scope, options, walk(rounded(way * unevenness))), gathering];
}

/**
 * What was done to resources or kinds, or by users, newest first, along the index that has it in this order.
 * @returns undefined where a filter names none. The rows of others who share a key are among them.
 */
export function followStatement(filter: EntryFilter, scope: ReadScope, page: ListOptions): Statement | undefined {
  const { resourceUids, userUids, resourceKinds } = filter;
  if (resourceUids) return statement(filter, scope, page, follow('resource_key', keysSql(resourceUids)));
  if (userUids) return statement(filter, scope, page, follow('actor_key', keysSql(userUids)));
  if (resourceKinds) return statement(filter, scope, page, follow('kind_id', kindsSql(resourceKinds)));
  return undefined;
}

type KeysSql = (values: Parameters) => string;

const keysSql =
  (uids: readonly string[]): KeysSql =>
  (values) =>
    `unnest(${values.of(keysOf(uids), 'int4[]')}) AS k(key)`;

const kindsSql =
  (names: readonly string[]): KeysSql =>
  (values) =>
    `(SELECT d.id AS key FROM audit.kind d WHERE d.name = ANY (${values.of(names, 'text[]')})) AS k`;

/** To a power of two, so that few statements are prepared. */
const rounded = (way: number): number => 2 ** Math.ceil(Math.log2(Math.max(way, 1_000)));

interface Plan {
  text: (conditions: Conditions, page: ListOptions, values: Parameters) => string;
  planning: Planning;
  /** The column whose index it follows. */
  followed?: KeyColumn;
}

/** The page in what has been found. */
const rangeSql = ({ limit, offset }: ListOptions, values: Parameters): string =>
  `${newestFirst} LIMIT ${values.of(limit, 'int8')}${offset ? ` OFFSET ${values.of(offset, 'int8')}` : ''}`;

const plain: Plan = {
  text: ({ stretch, columns, payload }, page, values) => `SELECT ${entryColumns} FROM audit.entry e
${whereSql([...stretch, ...columns, ...payload])}
${rangeSql(page, values)}`,
  planning: plannedOnce,
};

/** As the planner likes: no index has the entries of several projects in one order. */
const anyhow: Plan = { ...plain, planning: {} };

const isOneStretch = ({ projectUids }: EntryFilter): boolean => projectUids === undefined || projectUids.length === 1;

/** Along the index of a subject, for each of them as far as the page's end at most. */
const follow = (followed: KeyColumn, keys: KeysSql): Plan => ({
  followed,
  text: ({ stretch, columns, payload }, page, values) => `SELECT ${entryColumns}
FROM ${keys(values)} CROSS JOIN LATERAL (
  SELECT e.* FROM audit.entry e ${whereSql([`e.${followed} = k.key`, ...stretch, ...columns, ...payload])}
  ORDER BY e.second DESC, e.tick DESC, e.time DESC, e.uid DESC LIMIT ${values.of(page.limit, 'int8')}) e
${rangeSql(page, values)}`,
  planning: plannedOnce,
});

/** Along the index by time. With all that happened in the last one's millisecond: only what matches is sorted by uid. */
const walk = (way: number): Plan => ({
  text: ({ stretch, columns, payload }, page, values) => `SELECT ${entryColumns} FROM (
  SELECT e.* FROM audit.entry e ${whereSql(stretch)} ORDER BY e.time DESC FETCH FIRST ${way} ROWS WITH TIES) e
${whereSql([...columns, ...payload])}
${rangeSql(page, values)}`,
  planning: inOrder,
});

/** OFFSET 0 keeps the LIMIT from the planner's eyes, and payloads are taken apart for as many as the page needs. */
const gather: Plan = {
  text: ({ stretch, columns, payload }, page, values) => `SELECT ${entryColumns} FROM (
  SELECT e.* FROM audit.entry e ${whereSql([...stretch, ...columns])} ${newestFirst} OFFSET 0) e
${whereSql(payload)}
${rangeSql(page, values)}`,
  planning: { enable_indexscan: 'off' },
};

function statement(
  filter: EntryFilter,
  scope: ReadScope,
  page: ListOptions,
  { text, planning, followed }: Plan,
): Statement {
  const values = new Parameters();
  const conditions = sortedConditionsOf(filter, scope, values, followed);
  if (followed) conditions.stretch.push(...indexConditionsOf(filter, scope, page, followed, values));
  const { before } = page;
  if (before) {
    const time = values.of(sqlTime(before.time), 'timestamptz');
    // The first half alone lets partitions be passed over.
    conditions.stretch.push(`e.time <= ${time}`, `(e.time, e.uid) < (${time}, ${values.of(before.uid, 'uuid')})`);
  }
  return { text: text(conditions, page, values), values: values.list, planning };
}
