import { lowBitsSql, secondOf } from '../layout/index-columns';
import { keysOf, type KeyColumn } from './conditions';
import type { EntryFilter } from './entry-filter';
import type { ListOptions } from './list-entries';
import type { ReadScope } from './scope';
import type { SqlValues } from './sql-values';

type LowColumn = 'actor_low' | 'kind_low' | 'project_low';

/** The low bits of what some names or uids stand for, as the right side of a comparison. */
type LowSql = (wanted: readonly string[], values: SqlValues) => string;

/** What the index of a column has besides the time, and the action. */
const held: Readonly<Record<KeyColumn, readonly LowColumn[]>> = {
  resource_key: ['actor_low'],
  actor_key: ['kind_low', 'project_low'],
  kind_id: ['project_low'],
};

/**
 * What a filter and a page mean for the columns that an index has in place of wider ones (`index-columns.ts`). Whatever
 * matches the filter matches these; so they only save fetching what does not.
 * @param followed whose index is followed
 */
export function indexConditionsOf(
  { from, to, projectUids, resourceKinds, userUids }: EntryFilter,
  { projectUid }: ReadScope,
  { before }: ListOptions,
  followed: KeyColumn,
  values: SqlValues,
): string[] {
  const second = (comparison: string, time: number | undefined): string[] =>
    time === undefined ? [] : [`e.second ${comparison} ${values.of(secondOf(time), 'int4')}`];
  const low = (column: LowColumn, wanted: readonly string[] | undefined, numbers: LowSql): string[] =>
    wanted && held[followed].includes(column) ? [`e.${column} = ${numbers(wanted, values)}`] : [];
  return [
    ...second('>=', from),
    ...second('<=', to),
    ...second('<=', before?.time),
    ...low('kind_low', resourceKinds, lowOfIds('kind', 'name')),
    ...low('project_low', projectUids, lowOfIds('project', 'uid')),
    ...low('project_low', projectUid === '*' ? undefined : [projectUid], lowOfIds('project', 'uid')),
    ...low('actor_low', userUids, lowOfKeys),
  ];
}

function lowOfIds(table: 'kind' | 'project', name: 'name' | 'uid'): LowSql {
  const low = `SELECT ${lowBitsSql('d.id')} FROM audit.${table} d WHERE d.${name}`;
  return ([only = '', ...others], values) =>
    others.length === 0
      ? `(${low} = ${values.of(only, 'text')})`
      : `ANY (ARRAY(${low} = ANY (${values.of([only, ...others], 'text[]')})))`;
}

const lowOfKeys: LowSql = (uids, values) =>
  `ANY (ARRAY(SELECT ${lowBitsSql('k.key')} FROM unnest(${values.of(keysOf(uids), 'int4[]')}) k (key)))`;
