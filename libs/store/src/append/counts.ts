import type { PoolClient } from 'pg';
import { countTime } from '../layout/count-times';
import type { Row } from './rows';

/** How many, by kind and by hour and action. */
type Cells = Map<number, Map<number, number>>;

/**
 * Adds stored entries to the roll-ups: a row a tenant and project, with what was counted by kind, hour and action. By
 * INSERT, since a table with row-level security takes no COPY; the rows are few.
 */
export async function addCounts(client: PoolClient, entries: readonly Row[]): Promise<void> {
  const tenants: number[] = [];
  const projects: number[] = [];
  const kinds: string[] = [];
  const times: string[] = [];
  const counts: string[] = [];
  for (const [tenantId, cellsOf] of grouped(entries)) {
    for (const [projectId, cells] of cellsOf) {
      const [ofKind, ofTime, howMany]: [number[], number[], number[]] = [[], [], []];
      for (const [kindId, byTime] of cells) {
        for (const [time, count] of byTime) {
          ofKind.push(kindId);
          ofTime.push(time);
          howMany.push(count);
        }
      }
      tenants.push(tenantId);
      projects.push(projectId);
      kinds.push(`{${ofKind.join(',')}}`);
      times.push(`{${ofTime.join(',')}}`);
      counts.push(`{${howMany.join(',')}}`);
    }
  }
  await client.query(
    `INSERT INTO audit.rollup_delta (tenant_id, project_id, kinds, times, counts)
     SELECT tenant_id, project_id, kinds::int4[], times::int4[], counts::int4[]
       FROM unnest($1::int4[], $2::int4[], $3::text[], $4::text[], $5::text[]) d (tenant_id, project_id, kinds, times, counts)`,
    [tenants, projects, kinds, times, counts],
  );
}

function grouped(entries: readonly Row[]): Map<number, Map<number, Cells>> {
  const groups = new Map<number, Map<number, Cells>>();
  for (const { numbers, envelope, action } of entries) {
    const projects = ensured(groups, numbers.tenantId, () => new Map<number, Cells>());
    const kinds = ensured(projects, numbers.projectId, (): Cells => new Map());
    const times = ensured(kinds, numbers.kindId, () => new Map<number, number>());
    const time = countTime(envelope.time, action);
    times.set(time, (times.get(time) ?? 0) + 1);
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
