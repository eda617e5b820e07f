import type { PoolClient } from 'pg';
import type { DetachedMonth } from '../layout/detached-months';
import type { Parent } from '../layout/months';
import { DetachedMonthError } from './errors';

/**
 * Makes sure that readers see what has just been written to these months. Called after the rows, in their transaction: its
 * lock on a partition then keeps a plain DETACH waiting until the commit.
 * @throws DetachedMonthError
 */
export async function requireAttached(
  client: PoolClient,
  months: readonly { of: Parent; month: string }[],
): Promise<void> {
  if (months.length === 0) return;
  const { rows } = await client.query<DetachedMonth>({
    name: 'require-attached',
    text: `SELECT w.parent, w.month, i.inhrelid IS NOT NULL AS pending
             FROM unnest($1::text[], $2::text[]) w (parent, month)
             LEFT JOIN pg_inherits i ON i.inhrelid = to_regclass('audit.' || w.parent || '_' || w.month)
                                    AND i.inhparent = to_regclass('audit.' || w.parent)
            WHERE i.inhdetachpending IS NOT FALSE`,
    values: [months.map(({ of }) => of), months.map(({ month }) => month)],
  });
  if (rows[0]) throw new DetachedMonthError(rows[0]);
}
