import type { ClientBase, QueryResult, QueryResultRow } from 'pg';
import type { SqlValue } from './sql-values';
import { statementName } from './statement-name';

const usual = {
  enable_sort: 'on',
  enable_bitmapscan: 'on',
  enable_indexscan: 'on',
  enable_seqscan: 'on',
  plan_cache_mode: 'auto',
} as const;

/** Settings of PostgreSQL's planner that a statement has of its own: what it may not do, for it would. */
export type Planning = Readonly<Partial<Record<keyof typeof usual, string>>>;

/** Along an index in the order of the page. */
export const inOrder: Planning = { enable_sort: 'off', enable_bitmapscan: 'off', enable_seqscan: 'off' };

/**
 * Planned once for a connection. For each page anew, a plan over all months takes longer than the page; and PostgreSQL does
 * so for ever, since of a limit that it doesn't know it expects the worst.
 */
export const plannedOnce: Planning = { ...inOrder, plan_cache_mode: 'force_generic_plan' };

/** For the rest of the transaction, or until `planAsUsual`. */
export async function plan(client: ClientBase, planning: Planning): Promise<void> {
  const settings = Object.entries(planning);
  if (settings.length === 0) return;
  const text = `SELECT ${settings.map(([name, value]) => `set_config('${name}', '${value}', true)`).join(', ')}`;
  await client.query({ name: statementName(text), text });
}

/** Takes back what was set. */
const planAsUsual = (client: ClientBase, changed: Planning): Promise<void> =>
  plan(client, Object.fromEntries(Object.keys(changed).map((name) => [name, usual[name as keyof Planning]])));

/** A statement that the planner is to treat in a way of its own. */
export interface Statement {
  text: string;
  values: SqlValue[];
  /** For this statement alone. */
  planning: Planning;
}

/** The rows of a statement; the statements after it are planned as usual. */
export async function rowsOf<Row extends QueryResultRow>(
  client: ClientBase,
  { text, values, planning }: Statement,
): Promise<Row[]> {
  await plan(client, planning);
  const result: QueryResult<Row> = await client.query({ name: statementName(text), text, values });
  await planAsUsual(client, planning);
  return result.rows;
}
