import type { Pool } from 'pg';
import type { SecretBox } from './secret-box';

interface Row {
  uid: string;
  tenant_uid: string;
  secrets: Buffer;
}

/**
 * Encrypts with the current key what another one encrypted. Safe beside a running service and after an interruption: a
 * secret that was changed meanwhile is left as it is.
 * @throws TrailSinkError for a secret that none of the keys reads; those before it are done
 */
export async function reEncryptAll(pool: Pool, box: SecretBox): Promise<{ changed: number; total: number }> {
  const { rows } = await pool.query<Row>('SELECT uid, tenant_uid, secrets FROM trails.trail WHERE secrets IS NOT NULL');
  let changed = 0;
  for (const { uid, tenant_uid: tenantUid, secrets } of rows) {
    if (!box.isOutdated(secrets)) continue;
    const owner = { tenantUid, trailUid: uid };
    const sealed = box.seal(box.open(secrets, owner), owner);
    const { rowCount } = await pool.query('UPDATE trails.trail SET secrets = $2 WHERE uid = $1 AND secrets = $3', [
      uid,
      sealed,
      secrets,
    ]);
    changed += rowCount ?? 0;
  }
  return { changed, total: rows.length };
}
