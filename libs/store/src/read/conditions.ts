import { actionLetter } from '../layout/codes';
import { keyOf } from '../layout/key-of';
import { sqlTime, type EntryFilter } from './entry-filter';
import { dataSql } from './payload-sql';
import type { ReadScope } from './scope';
import type { SqlValues } from './sql-values';

/** Escapes what LIKE takes for a sign. */
const literalPattern = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

/**
 * The conditions of a filter on `audit.entry e`. Row-level security adds the scope by itself; the project is said again
 * because its policy is a disjunction, which no index answers.
 */
export function conditionsOf(filter: EntryFilter, scope: ReadScope, values: SqlValues): string[] {
  const conditions: string[] = [];
  if (scope.projectUid !== '*') {
    conditions.push(
      `e.project_id = (SELECT p.id FROM audit.project p WHERE p.uid = ${values.of(scope.projectUid, 'text')})`,
    );
  }
  if (filter.from !== undefined) conditions.push(`e.time >= ${values.of(sqlTime(filter.from), 'timestamptz')}`);
  if (filter.to !== undefined) conditions.push(`e.time <= ${values.of(sqlTime(filter.to), 'timestamptz')}`);
  if (filter.actions) conditions.push(`e.action = ANY (${values.of(filter.actions.map(actionLetter), '"char"[]')})`);
  if (filter.resourceKinds) conditions.push(dictionary('kind_id', 'kind', 'name', filter.resourceKinds, values));
  if (filter.projectUids) conditions.push(dictionary('project_id', 'project', 'uid', filter.projectUids, values));
  if (filter.resourceUids)
    conditions.push(...keyed('resource_key', `-> 'resource' ->> 'uid'`, filter.resourceUids, values));
  if (filter.userUids)
    conditions.push(...keyed('actor_key', `-> 'actor' -> 'user' ->> 'uid'`, filter.userUids, values));
  if (filter.receivedSince !== undefined) {
    conditions.push(`e.received_at >= ${values.of(sqlTime(filter.receivedSince), 'timestamptz')}`);
  }
  if (filter.actorTypes) {
    const wanted = values.of(filter.actorTypes, 'text[]');
    conditions.push(`(${dataSql('e')}) -> 'actor' ->> 'actorType' = ANY (${wanted})`);
  }
  if (filter.search !== undefined) conditions.push(searched(values.of(literalPattern(filter.search), 'text')));
  return conditions;
}

/** One value is compared by `=`, so that an index keeps its order; several are looked up together. */
function dictionary(
  column: string,
  table: 'kind' | 'project',
  name: 'name' | 'uid',
  wanted: readonly string[],
  values: SqlValues,
): string {
  const [only, ...others] = wanted;
  if (only !== undefined && others.length === 0) {
    return `e.${column} = (SELECT d.id FROM audit.${table} d WHERE d.${name} = ${values.of(only, 'text')})`;
  }
  return `e.${column} = ANY (ARRAY(SELECT d.id FROM audit.${table} d WHERE d.${name} = ANY (${values.of(wanted, 'text[]')})))`;
}

/** The key finds them, the uid itself tells them from others that have the same key. */
function keyed(column: string, path: string, wanted: readonly string[], values: SqlValues): string[] {
  const [only, ...others] = wanted.map(keyOf);
  const uid = `(${dataSql('e')}) ${path} = ANY (${values.of(wanted, 'text[]')})`;
  if (only !== undefined && others.length === 0) return [`e.${column} = ${values.of(only, 'int4')}`, uid];
  return [`e.${column} = ANY (${values.of(wanted.map(keyOf), 'int4[]')})`, uid];
}

/**
 * Free text. To take every payload apart would take most of the time: what is in a field is in the payload as well,
 * letter for letter, unless something in it is escaped or encoded.
 */
function searched(pattern: string): string {
  const perhaps = `(e.payload ILIKE ${pattern} OR strpos(e.payload, '\\') > 0 OR strpos(e.payload, '"data_base64"') > 0)`;
  const inEntry = `EXISTS (SELECT FROM (SELECT ${dataSql('e')} AS data) d
      WHERE d.data -> 'resource' ->> 'name' ILIKE ${pattern} OR d.data ->> 'actionMsg' ILIKE ${pattern}
         OR d.data ->> 'userMsg' ILIKE ${pattern})`;
  const inNote = `e.uid IN (SELECT n.entry_uid FROM audit.note n WHERE (${dataSql('n')}) ->> 'userMsg' ILIKE ${pattern})`;
  return `((${perhaps} AND ${inEntry}) OR ${inNote})`;
}

/** The conditions as the end of a statement; nothing where there are none. */
export const whereSql = (conditions: readonly string[]): string =>
  conditions.length === 0 ? '' : `WHERE ${conditions.join('\n  AND ')}`;
