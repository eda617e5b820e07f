import path from 'node:path';
import { freePort, isFree } from '@trailbook/local';
import { readJson, writeJson } from './json-file';

/**
 * A port for each name, the same as at the last start wherever it is still free: what was written down about this
 * installation, such as a broker's address, stays true.
 */
export async function keptPorts<Name extends string>(
  folder: string,
  names: readonly Name[],
): Promise<Record<Name, number>> {
  const file = path.join(folder, 'ports.json');
  const kept = ((await readJson(file)) ?? {}) as Partial<Record<Name, number>>;
  const chosen = {} as Record<Name, number>;
  for (const name of names) {
    const before = kept[name];
    chosen[name] = before !== undefined && (await isFree(before)) ? before : await freePort();
  }
  await writeJson(file, chosen);
  return chosen;
}
