import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder } from '../project';

const abandonedAfterMs = 60 * 60 * 1000;

async function exists(folder: string): Promise<boolean> {
  return (await stat(folder).catch(() => undefined)) !== undefined;
}

/** What a killed build left; those of others that build right now are younger. */
async function removeAbandoned(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    if (!name.startsWith('building-')) continue;
    const folder = path.join(root, name);
    const changed = (await stat(folder).catch(() => undefined))?.mtimeMs ?? 0;
    if (Date.now() - changed > abandonedAfterMs) await rm(folder, { recursive: true, force: true });
  }
}

/** Where the folder for these contents is or would be: a change of `contents` is another folder. */
export function cachedPath(name: string, contents: string, root = cacheFolder): string {
  return path.join(root, `${name}-${createHash('sha256').update(contents).digest('hex').slice(0, 12)}`);
}

/**
 * A folder made once by `build` and found ready from then on. It is built aside and renamed when complete, so a
 * killed build leaves nothing that looks ready, and of two that build at once one wins.
 * @param contents what the folder's contents depend on
 */
export async function cachedFolder(
  name: string,
  contents: string,
  build: (folder: string) => Promise<void>,
  root = cacheFolder,
): Promise<string> {
  const target = cachedPath(name, contents, root);
  if (await exists(target)) return target;
  await mkdir(root, { recursive: true });
  await removeAbandoned(root);
  const aside = await mkdtemp(path.join(root, 'building-'));
  try {
    await build(aside);
    // A temporary folder is its maker's alone; the cache serves whoever works in the project.
    await chmod(aside, 0o755);
    await rename(aside, target);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    if (!(await exists(target))) throw error;
  }
  return target;
}
