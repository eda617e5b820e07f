import { CopyEncoder, copyHeader, copyTrailer } from './copy-encoder';
import type { Row } from './rows';

const hour = 3_600_000;

/** What stored entries add to the roll-ups: a row a tenant and project, with flat groups of kind, hour, action, count. */
export function encodeCounts(entries: readonly Row[]): Buffer {
  const groups = new Map<number, Map<number, Map<string, number[]>>>();
  for (const { numbers, envelope, action } of entries) {
    const at = Math.floor(envelope.time / hour);
    const projects = ensured(groups, numbers.tenantId, () => new Map<number, Map<string, number[]>>());
    const cells = ensured(projects, numbers.projectId, () => new Map<string, number[]>());
    const cell = ensured(cells, `${numbers.kindId},${at},${action}`, () => [numbers.kindId, at, action, 0]);
    cell[3]! += 1;
  }
  const encoder = new CopyEncoder(32 * 1024);
  for (const [tenantId, projects] of groups) {
    for (const [projectId, cells] of projects) {
      encoder.row(3);
      encoder.int4(tenantId);
      encoder.int4(projectId);
      encoder.int4Array([...cells.values()].flat());
    }
  }
  return Buffer.concat([copyHeader, encoder.take(), copyTrailer]);
}

function ensured<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
