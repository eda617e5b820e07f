import { actionLetter } from '../layout/codes';
import { keyOf } from '../layout/key-of';
import { sqlTime, type EntryFilter } from './entry-filter';
import { dataSql } from './payload-sql';
import type { ReadScope } from './scope';
import type { SqlValues } from './sql-values';

/** Escapes what LIKE takes for a sign. */
const literalPattern = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

/** The conditions of a filter on `audit.entry e` but for free text, by what it takes to answer them. All must hold. */
export interface Conditions {
  /** The stretch of the log that is walked through: its project and time, the order of an index. */
  stretch: string[];
  /** What columns tell, each with an index of its own or none. */
  columns: string[];
  /** What only the payload tells: costly, so best asked last. */
  payload: string[];
}

/** The columns that lead to what a resource or a user did, and to what was done to a kind. */
export type KeyColumn = 'resource_key' | 'actor_key' | 'kind_id';

/** The keys of some uids, each once: uids may share one. */
export const keysOf = (uids: readonly string[]): number[] => [...new Set(uids.map(keyOf))];

/**
 * A filter as conditions. Row-level security adds the scope by itself; the project is said again because its policy is a
 * disjunction, which no index answers.
 * @param followed the column whose index is followed: the statement compares it by itself, and who reads the rows compares uids
 */
export function sortedConditionsOf(
  filter: EntryFilter,
  scope: ReadScope,
  values: SqlValues,
  followed?: KeyColumn,
): Conditions {
  const [stretch, columns, payload]: [string[], string[], string[]] = [[], [], []];
  if (scope.projectUid !== '*') {
    stretch.push(
      `e.project_id = (SELECT p.id FROM audit.project p WHERE p.uid = ${values.of(scope.projectUid, 'text')})`,
    );
  }
  if (filter.from !== undefined) stretch.push(`e.time >= ${values.of(sqlTime(filter.from), 'timestamptz')}`);
  if (filter.to !== undefined) stretch.push(`e.time <= ${values.of(sqlTime(filter.to), 'timestamptz')}`);
  if (filter.projectUids) stretch.push(dictionary('project_id', 'project', 'uid', filter.projectUids, values));
  if (filter.actions) columns.push(`e.action = ANY (${values.of(filter.actions.map(actionLetter), '"char"[]')})`);
  if (filter.resourceKinds && followed !== 'kind_id') {
    columns.push(dictionary('kind_id', 'kind', 'name', filter.resourceKinds, values));
  }
  if (filter.resourceUids) {
    if (followed !== 'resource_key') columns.push(key('resource_key', filter.resourceUids, values));
    if (!followed) payload.push(uid(`-> 'resource' ->> 'uid'`, filter.resourceUids, values));
  }
  if (filter.userUids) {
    if (followed !== 'actor_key') columns.push(key('actor_key', filter.userUids, values));
    if (!followed) payload.push(uid(`-> 'actor' -> 'user' ->> 'uid'`, filter.userUids, values));
  }
  if (filter.receivedSince !== undefined) {
    columns.push(`e.received_at >= ${values.of(sqlTime(filter.receivedSince), 'timestamptz')}`);
  }
  if (filter.actorTypes) {
    const wanted = values.of(filter.actorTypes, 'text[]');
    payload.push(`(${dataSql('e')}) -> 'actor' ->> 'actorType' = ANY (${wanted})`);
  }
  return { stretch, columns, payload };
}

/** The conditions of a filter on `audit.entry e`, in one list. */
export function conditionsOf(filter: EntryFilter, scope: ReadScope, values: SqlValues): string[] {
  const { stretch, columns, payload } = sortedConditionsOf(filter, scope, values);
  const search = filter.search === undefined ? [] : [searched(filter.search, values)];
  return [...stretch, ...columns, ...payload, ...search];
}

/**
 * One value is compared by `=`, so that an index keeps its order; several are looked up together.
 * @param of what the column holds of the number that a dictionary's row `d` has
 */
export function dictionary(
  column: string,
  table: 'kind' | 'project',
  name: 'name' | 'uid',
  wanted: readonly string[],
  values: SqlValues,
  of = 'd.id',
): string {
  const [only, ...others] = wanted;
  if (only !== undefined && others.length === 0) {
    return `e.${column} = (SELECT ${of} FROM audit.${table} d WHERE d.${name} = ${values.of(only, 'text')})`;
  }
  return `e.${column} = ANY (ARRAY(SELECT ${of} FROM audit.${table} d WHERE d.${name} = ANY (${values.of(wanted, 'text[]')})))`;
}

/** The key finds them: a hash of the uid, which others may have too. */
function key(column: KeyColumn, wanted: readonly string[], values: SqlValues): string {
  const keys = keysOf(wanted);
  const [only, ...others] = keys;
  if (only !== undefined && others.length === 0) return `e.${column} = ${values.of(only, 'int4')}`;
  return `e.${column} = ANY (${values.of(keys, 'int4[]')})`;
}

/** The uid itself tells them from others that have the same key. */
const uid = (path: string, wanted: readonly string[], values: SqlValues): string =>
  `(${dataSql('e')}) ${path} = ANY (${values.of(wanted, 'text[]')})`;

/**
 * Whether a text occurs in the entry itself. To take every payload apart would take most of the time: what is in a field is
 * in the payload as well, letter for letter, unless something in it is escaped or encoded.
 */
export function occursInEntry(text: string, values: SqlValues): string {
  const pattern = values.of(literalPattern(text), 'text');
  const perhaps = `(e.payload ILIKE ${pattern} OR strpos(e.payload, '\\') > 0 OR strpos(e.payload, '"data_base64"') > 0)`;
  const inField = `EXISTS (
    SELECT FROM json_to_record(${dataSql('e')}) AS d(resource json, "actionMsg" text, "userMsg" text)
     WHERE d."actionMsg" ILIKE ${pattern} OR d.resource ->> 'name' ILIKE ${pattern} OR d."userMsg" ILIKE ${pattern})`;
  return `(${perhaps} AND ${inField})`;
}

/** Whether a text occurs in a note on the entry. */
export function occursInNotes(text: string, values: SqlValues): string {
  const pattern = values.of(literalPattern(text), 'text');
  return `e.uid = ANY (ARRAY(SELECT n.entry_uid FROM audit.note n WHERE (${dataSql('n')}) ->> 'userMsg' ILIKE ${pattern}))`;
}

const searched = (text: string, values: SqlValues): string =>
  `(${occursInEntry(text, values)} OR ${occursInNotes(text, values)})`;

/** The conditions as the end of a statement; nothing where there are none. */
export const whereSql = (conditions: readonly string[]): string =>
  conditions.length === 0 ? '' : `WHERE ${conditions.join('\n  AND ')}`;
