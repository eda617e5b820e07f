import type { PoolClient } from 'pg';

export type NameTable = 'project' | 'kind' | 'source';

export interface TenantNames {
  id: number;
  project: Map<string, number>;
  kind: Map<string, number>;
  source: Map<string, number>;
}

const nameColumn: Record<NameTable, string> = { project: 'uid', kind: 'name', source: 'uri' };

/**
 * The numbers of tenants, projects, kinds and sources. Missing ones are added in statements of their own, before the
 * chunk's transaction: they stay when it fails, and nobody waits for it to learn a number. Forgets everything when it
 * has grown too large: the next chunks ask again.
 */
export class Dictionaries {
  private readonly tenants = new Map<string, TenantNames>();
  private readonly byId = new Map<number, TenantNames>();
  private size = 0;

  constructor(private readonly capacity = 200_000) {}

  tenant(uid: string): TenantNames | undefined {
    return this.tenants.get(uid);
  }

  /** To be called between chunks only: a chunk must find what it added. */
  trim(): void {
    if (this.size <= this.capacity) return;
    this.tenants.clear();
    this.byId.clear();
    this.size = 0;
  }

  async addTenants(client: PoolClient, uids: readonly string[]): Promise<void> {
    const { rows } = await client.query<{ id: number; uid: string }>(
      `WITH added AS (
         INSERT INTO audit.tenant (uid) SELECT w FROM unnest($1::text[]) w
          WHERE NOT EXISTS (SELECT FROM audit.tenant t WHERE t.uid = w) ORDER BY w
         ON CONFLICT (uid) DO NOTHING RETURNING id, uid)
       SELECT id, uid FROM added UNION ALL SELECT id, uid FROM audit.tenant WHERE uid = ANY($1)`,
      [uids],
    );
    for (const { id, uid } of rows) {
      if (this.tenants.has(uid)) continue;
      const names = { id, project: new Map(), kind: new Map(), source: new Map() };
      this.tenants.set(uid, names);
      this.byId.set(id, names);
      this.size += 1;
    }
  }

  async addNames(
    client: PoolClient,
    table: NameTable,
    wanted: readonly { tenantId: number; name: string }[],
  ): Promise<void> {
    const column = nameColumn[table];
    const { rows } = await client.query<{ id: number; tenant_id: number; name: string }>(
      `WITH wanted AS (SELECT * FROM unnest($1::int4[], $2::text[]) w (tenant_id, name)), added AS (
         INSERT INTO audit.${table} (tenant_id, ${column}) SELECT w.tenant_id, w.name FROM wanted w
          WHERE NOT EXISTS (SELECT FROM audit.${table} t WHERE t.tenant_id = w.tenant_id AND t.${column} = w.name)
          ORDER BY 1, 2
         ON CONFLICT (tenant_id, ${column}) DO NOTHING RETURNING id, tenant_id, ${column} AS name)
       SELECT id, tenant_id, name FROM added
       UNION ALL
       SELECT t.id, t.tenant_id, t.${column} FROM audit.${table} t
         JOIN wanted w ON t.tenant_id = w.tenant_id AND t.${column} = w.name`,
      [wanted.map(({ tenantId }) => tenantId), wanted.map(({ name }) => name)],
    );
    for (const row of rows) {
      this.byId.get(row.tenant_id)?.[table].set(row.name, row.id);
      this.size += 1;
    }
  }
}
