import { sqlTime } from './entry-filter';
import type { TimeStretch } from './records-by-time';
import type { ScopedReader } from './scope';

const text = `SELECT count(*)::float8 AS count FROM audit.note n
 WHERE n.tenant_id = (SELECT t.id FROM audit.tenant t WHERE t.uid = $1) AND n.time BETWEEN $2 AND $3`;

/** How many notes were made in a stretch of time, both ends included. */
export async function countNotes(
  { client, scope }: ScopedReader,
  { from, to }: Pick<TimeStretch, 'from' | 'to'>,
): Promise<number> {
  const values = [scope.tenantUid, sqlTime(from), sqlTime(to)];
  const { rows } = await client.query<{ count: number }>({ name: 'trailbook-count-notes', text, values });
  return rows[0]?.count ?? 0;
}
