import type { Client } from 'pg';
import { type DetachedMonth, detachedMonthsSql, detachedSentence } from '../layout/detached-months';
import { MigrationError, reasonOf } from './errors';
import { ownerRole } from './roles';

/** Months that must have a partition before their first event can come. */
export const monthsAhead = 3;

/** Records the retention and makes every partition from its oldest month to three months ahead. */
export async function makePartitions(client: Client, retentionDays: number): Promise<string[]> {
  await client.query(`SET ROLE ${ownerRole}`);
  try {
    await client.query('UPDATE audit.retention SET days = $1 WHERE days <> $1', [retentionDays]);
    const { rows } = await client.query<{ month: string }>(
      `SELECT to_char(month, 'YYYY-MM') AS month
         FROM generate_series(audit.month_of(audit.today() - $1::int), audit.month_of(audit.today()) + make_interval(months => $2), interval '1 month') month
        WHERE audit.make_partitions(month::date)`,
      [retentionDays, monthsAhead],
    );
    return rows.map((row) => row.month);
  } catch (error) {
    throw new MigrationError('migration', `cannot make the monthly partitions: ${reasonOf(error)}`, { cause: error });
  } finally {
    await client.query('RESET ROLE');
  }
}

/** Returns a sentence for each month that is detached: its table is not made again, and nobody reads it. */
export async function detachedMonths(client: Client): Promise<string[]> {
  const { rows } = await client.query<DetachedMonth>(detachedMonthsSql);
  return rows.map(detachedSentence);
}
