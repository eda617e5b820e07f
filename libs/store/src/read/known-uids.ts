import type { ScopedReader } from './scope';

const text = `SELECT e.uid FROM audit.entry e
 WHERE e.tenant_id = (SELECT t.id FROM audit.tenant t WHERE t.uid = $1) AND e.uid = ANY ($2::uuid[])
 UNION SELECT n.uid FROM audit.note n
 WHERE n.tenant_id = (SELECT t.id FROM audit.tenant t WHERE t.uid = $1) AND n.uid = ANY ($2::uuid[])`;

/** Which of these uids are those of the tenant's entries or notes, whenever they happened. Some thousand at once. */
export async function knownUids({ client, scope }: ScopedReader, uids: readonly string[]): Promise<Set<string>> {
  if (uids.length === 0) return new Set();
  const values = [scope.tenantUid, uids];
  const { rows } = await client.query<{ uid: string }>({ name: 'trailbook-known-uids', text, values });
  return new Set(rows.map(({ uid }) => uid));
}
