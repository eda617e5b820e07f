import { sortedConditionsOf, whereSql, type Conditions } from './conditions';
import { sqlTime, type EntryFilter } from './entry-filter';
import type { ListOptions } from './list-entries';
import type { ReadScope } from './scope';
import { Parameters, type SqlValue } from './sql-values';
import { entryColumns } from './stored-entry';

/** Newest first, with a fixed order among equal times. */
const newestFirst = 'ORDER BY e.time DESC, e.uid DESC';
/** So many of the newest entries are looked through before an index is asked: they take some milliseconds. */
const walked = 4_000;

export interface Statement {
  text: string;
  values: SqlValue[];
  /** What the planner may not do, for it would: the names of its settings. */
  without: readonly string[];
}

/**
 * The ways to a page, to be tried in turn until one gives a full page; the last one always gives all there is.
 *
 * A filter on columns can be answered in two ways: by walking through the newest entries, fast where matches are frequent
 * and endless where they are rare, or by gathering all matches through the columns' indexes, fast where they are rare. The
 * planner has to choose by statistics over all tenants, and with a LIMIT in sight bets on matches being spread evenly; a bet
 * that it loses takes seconds. So: walk a bounded way, then gather. Who asks for one resource gathers at once.
 */
export function pageStatements(filter: EntryFilter, scope: ReadScope, options: ListOptions): Statement[] {
  const byColumns = filter.search === undefined && (filter.actions || filter.resourceKinds || filter.userUids);
  if (filter.search === undefined && filter.resourceUids) return [statement(filter, scope, options, gather)];
  if (byColumns) return [statement(filter, scope, options, walk), statement(filter, scope, options, gather)];
  return [statement(filter, scope, options, plain)];
}

interface Plan {
  text(conditions: Conditions, limit: string): string;
  without: readonly string[];
}

const plain: Plan = {
  text: ({ stretch, columns, payload }, limit) => `SELECT ${entryColumns} FROM audit.entry e
${whereSql([...stretch, ...columns, ...payload])}
${newestFirst} ${limit}`,
  without: [],
};

/** Along the index by time; equal times alone are sorted. */
const walk: Plan = {
  text: ({ stretch, columns, payload }, limit) => `SELECT ${entryColumns} FROM (
  SELECT e.* FROM audit.entry e ${whereSql(stretch)} ${newestFirst} LIMIT ${walked}) e
${whereSql([...columns, ...payload])}
${newestFirst} ${limit}`,
  without: ['enable_sort', 'enable_bitmapscan', 'enable_seqscan'],
};

/** OFFSET 0 keeps the LIMIT from the planner's eyes, and payloads are taken apart for as many as the page needs. */
const gather: Plan = {
  text: ({ stretch, columns, payload }, limit) => `SELECT ${entryColumns} FROM (
  SELECT e.* FROM audit.entry e ${whereSql([...stretch, ...columns])} ${newestFirst} OFFSET 0) e
${whereSql(payload)}
${newestFirst} ${limit}`,
  without: ['enable_indexscan'],
};

function statement(
  filter: EntryFilter,
  scope: ReadScope,
  { limit, before, offset }: ListOptions,
  plan: Plan,
): Statement {
  const values = new Parameters();
  const conditions = sortedConditionsOf(filter, scope, values);
  if (before) {
    const time = values.of(sqlTime(before.time), 'timestamptz');
    // The first half alone lets partitions be passed over.
    conditions.stretch.push(`e.time <= ${time}`, `(e.time, e.uid) < (${time}, ${values.of(before.uid, 'uuid')})`);
  }
  const range = `LIMIT ${values.of(limit, 'int8')}${offset ? ` OFFSET ${values.of(offset, 'int8')}` : ''}`;
  return { text: plan.text(conditions, range), values: values.list, without: plan.without };
}
