// Compiles apps and libraries with swc, each `src` to the `dist` beside it. Only files that changed since their last
// build are compiled, so that a second start costs nothing. Types are checked by `npm run typecheck`, not here.
import { transformFile } from '@swc/core';
import { mkdir, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildConsole } from './build-console.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const isSource = (file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !/\.(spec|fixture)\.ts$/.test(file);
const modified = async (file) => (await stat(file).catch(() => undefined))?.mtimeMs;

async function projects() {
  const named = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
  if (named.length > 0) return named.map((folder) => path.resolve(folder));
  const found = [path.join(root, 'e2e'), path.join(root, 'bench')];
  for (const group of ['libs', 'apps']) {
    for (const name of await readdir(path.join(root, group))) found.push(path.join(root, group, name));
  }
  return found;
}

async function files(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
}

async function compile(source, target) {
  const before = await stat(source);
  const written = await modified(target);
  // `utimes` keeps whole milliseconds, while the source's own time may have parts of one.
  if (written !== undefined && Math.abs(written - before.mtimeMs) < 1) return 0;
  const { code, map } = await transformFile(source, {
    cwd: root,
    root,
    swcrc: true,
    configFile: path.join(root, '.swcrc'),
  });
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(`${target}.map`, map ?? '');
  await writeFile(target, `${code}\n//# sourceMappingURL=${path.basename(target)}.map\n`);
  await utimes(target, before.atime, before.mtime);
  return 1;
}

async function build(project) {
  if ((await modified(path.join(project, 'vite.config.mts'))) !== undefined) return buildConsole(project);
  const source = path.join(project, 'src');
  const out = path.join(project, 'dist');
  const sources = (await files(source)).filter(isSource);
  const targets = sources.map((file) => path.join(out, path.relative(source, file)).replace(/\.ts$/, '.js'));
  const kept = new Set(targets.flatMap((file) => [file, `${file}.map`]));
  await Promise.all((await files(out)).filter((file) => !kept.has(file)).map((file) => rm(file)));
  const counts = await Promise.all(sources.map((file, index) => compile(file, targets[index])));
  return counts.reduce((sum, count) => sum + count, 0);
}

const started = Date.now();
let compiled = 0;
for (const project of await projects()) compiled += await build(project);
if (compiled > 0) console.log(`compiled ${compiled} files in ${((Date.now() - started) / 1000).toFixed(1)} s`);
