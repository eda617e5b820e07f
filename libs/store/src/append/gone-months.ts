import type { Pool } from 'pg';
import type { MonthRows } from './transaction';

/** Of the months without a partition, those that retention has dropped, and those not made yet. */
export async function goneMonths(
  pool: Pool,
  months: readonly MonthRows[],
): Promise<{ gone: MonthRows[]; ahead: string[] }> {
  const { rows } = await pool.query<{ month: string }>(
    `SELECT to_char(month, 'YYYY_MM') AS month FROM audit.months('entry') month ORDER BY 1`,
  );
  const made = rows.map((row) => row.month);
  const oldest = made[0] ?? '';
  const missing = months.filter(({ month }) => !made.includes(month));
  return {
    gone: missing.filter(({ month }) => month < oldest),
    ahead: missing.filter(({ month }) => month >= oldest).map(({ month }) => month),
  };
}
