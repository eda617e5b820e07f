import { sortedConditionsOf, whereSql, type Conditions } from './conditions';
import { sqlTime, type EntryFilter } from './entry-filter';
import type { Expected } from './expect-matches';
import type { ListOptions } from './list-entries';
import type { ReadScope } from './scope';
import { Parameters, type SqlValue } from './sql-values';
import { entryColumns } from './stored-entry';

/** Newest first, with a fixed order among equal times. */
const newestFirst = 'ORDER BY e.time DESC, e.uid DESC';
/** So many of the newest entries are looked through before an index is asked: half a millisecond a thousand. */
const walked = { ofUser: 8_000, ofUserAndMore: 1_000 };
/** To gather an entry, wherever it lies, takes as long as walking past so many. */
const gatheredToWalked = 1.5;
/** Matches do not lie as evenly as all that. */
const unevenness = 3;

export interface Statement {
  text: string;
  values: SqlValue[];
  /** What the planner may not do, for it would: the names of its settings. */
  without: readonly string[];
}

/**
 * The ways to a page of a filter without free text, to be tried in turn until one gives a full page; the last one always
 * gives all there is.
 *
 * A filter on columns can be answered in two ways: by walking through the newest entries, fast where matches are frequent
 * and endless where they are rare, or by gathering all matches through the columns' indexes, fast where they are rare. The
 * planner has to choose by statistics over all tenants, and with a LIMIT in sight bets on matches being spread evenly; a bet
 * that it loses takes seconds. So: walk a bounded way, then gather; gather at once where the counts tell that it is less
 * to read.
 */
export function pageStatements(
  filter: EntryFilter,
  scope: ReadScope,
  options: ListOptions,
  expected?: Expected,
): Statement[] {
  const byKind = filter.actions ?? filter.resourceKinds;
  if (!byKind && !filter.userUids && !filter.resourceUids) return [statement(filter, scope, options, plain)];
  const gathering = statement(filter, scope, options, gather);
  if (filter.resourceUids) return [gathering];
  if (!expected) {
    const way = byKind ? walked.ofUserAndMore : walked.ofUser;
    return [statement(filter, scope, options, walk(way)), gathering];
  }
  const way = ((options.limit + (options.offset ?? 0)) * expected.among) / expected.matches;
  if (way > expected.gathered * gatheredToWalked) return [gathering];
  return [statement(filter, scope, options, walk(rounded(way * unevenness))), gathering];
}

/** To a power of two, so that few statements are prepared. */
const rounded = (way: number): number => 2 ** Math.ceil(Math.log2(Math.max(way, 1_000)));

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

/** Along the index by time. With all that happened in the last one's millisecond: only what matches is sorted by uid. */
const walk = (way: number): Plan => ({
  text: ({ stretch, columns, payload }, limit) => `SELECT ${entryColumns} FROM (
  SELECT e.* FROM audit.entry e ${whereSql(stretch)} ORDER BY e.time DESC FETCH FIRST ${way} ROWS WITH TIES) e
${whereSql([...columns, ...payload])}
${newestFirst} ${limit}`,
  without: ['enable_sort', 'enable_bitmapscan', 'enable_seqscan'],
});

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
