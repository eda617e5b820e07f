import type { PoolClient } from 'pg';
import type { Row } from './rows';

const hour = 3_600_000;

/** By kind, hour since 1970 and action: how many. */
type Cells = Map<string, number[]>;

/**
 * Adds stored entries to the roll-ups: a row a tenant and project, with flat groups of kind, hour, action, count. By
 * INSERT, since a table with row-level security takes no COPY; the rows are few.
 */
export async function addCounts(client: PoolClient, entries: readonly Row[]): Promise<void> {
  const tenants: number[] = [];
  const projects: number[] = [];
  const counts: string[] = [];
  for (const [tenantId, cellsOf] of grouped(entries)) {
    for (const [projectId, cells] of cellsOf) {
      tenants.push(tenantId);
      projects.push(projectId);
      counts.push(`{${[...cells.values()].join(',')}}`);
    }
  }
  await client.query(
    `INSERT INTO audit.rollup_delta (tenant_id, project_id, counts)
     SELECT tenant_id, project_id, counts::int4[]
       FROM unnest($1::int4[], $2::int4[], $3::text[]) d (tenant_id, project_id, counts)`,
    [tenants, projects, counts],
  );
}

function grouped(entries: readonly Row[]): Map<number, Map<number, Cells>> {
  const groups = new Map<number, Map<number, Cells>>();
  for (const { numbers, envelope, action } of entries) {
    const at = Math.floor(envelope.time / hour);
    const projects = ensured(groups, numbers.tenantId, () => new Map<number, Cells>());
    const cells = ensured(projects, numbers.projectId, (): Cells => new Map());
    const cell = ensured(cells, `${numbers.kindId},${at},${action}`, () => [numbers.kindId, at, action, 0]);
    cell[3]! += 1;
  }
  return groups;
}

function ensured<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
