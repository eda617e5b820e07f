import type { Pool } from 'pg';
import type { MonthRows } from './transaction';

export interface MissingMonths {
  /** Dropped by retention: what comes now comes too late. */
  gone: MonthRows[];
  /** Beyond next month: a clock was wrong, and no partition will be made for it soon. */
  beyond: MonthRows[];
  /** Of now: to be made at once. */
  needed: string[];
}

/** Tells apart why months have no partition. */
export async function missingMonths(pool: Pool, months: readonly MonthRows[]): Promise<MissingMonths> {
  const { rows } = await pool.query<{ made: string[]; next: string }>(
    `SELECT coalesce(array_agg(to_char(month, 'YYYY_MM') ORDER BY month), '{}') AS made,
            to_char(audit.today() + interval '1 month', 'YYYY_MM') AS next
       FROM audit.months('entry') month`,
  );
  const { made = [], next = '' } = rows[0] ?? {};
  const oldest = made[0] ?? '';
  const missing = months.filter(({ month }) => !made.includes(month));
  return {
    gone: missing.filter(({ month }) => month < oldest),
    beyond: missing.filter(({ month }) => month > next),
    needed: missing.filter(({ month }) => month >= oldest && month <= next).map(({ month }) => month),
  };
}
