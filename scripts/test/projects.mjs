import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './run.mjs';

const readJson = (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8'));

/** Expands a workspace pattern of package.json, which is a folder or `folder/*`. */
function foldersOf(pattern) {
  if (!pattern.endsWith('/*')) return [pattern];
  const parent = pattern.slice(0, -2);
  return readdirSync(path.join(root, parent)).map((name) => path.join(parent, name));
}

/** Lists every project of the workspace, the root included: its name, folder and targets. */
export function projects() {
  return ['.', ...readJson('package.json').workspaces.flatMap(foldersOf)].map((folder) => {
    const { name, nx } = readJson(path.join(folder, 'package.json'));
    return { name, folder, targets: Object.keys(nx?.targets ?? {}) };
  });
}
