import { lowBitsSql, secondOf } from '../layout/index-columns';
import { dictionary, keysOf, type KeyColumn } from './conditions';
import type { EntryFilter } from './entry-filter';
import type { ListOptions } from './list-entries';
import type { ReadScope } from './scope';
import type { SqlValues } from './sql-values';

type LowColumn = 'actor_low' | 'kind_low' | 'project_low';

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
  const low = (column: LowColumn, wanted: readonly string[] | undefined): string[] =>
    wanted && held[followed].includes(column) ? [lowCondition(column, wanted, values)] : [];
  return [
    ...second('>=', from),
    ...second('<=', to),
    ...second('<=', before?.time),
    ...low('kind_low', resourceKinds),
    ...low('project_low', projectUids),
    ...low('project_low', projectUid === '*' ? undefined : [projectUid]),
    ...low('actor_low', userUids),
  ];
}

function lowCondition(column: LowColumn, wanted: readonly string[], values: SqlValues): string {
  if (column === 'kind_low') return dictionary(column, 'kind', 'name', wanted, values, lowBitsSql('d.id'));
  if (column === 'project_low') return dictionary(column, 'project', 'uid', wanted, values, lowBitsSql('d.id'));
  const keys = values.of(keysOf(wanted), 'int4[]');
  return `e.${column} = ANY (ARRAY(SELECT ${lowBitsSql('k.key')} FROM unnest(${keys}) k (key)))`;
}
