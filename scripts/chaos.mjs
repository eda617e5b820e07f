// `npm run chaos -- --faults N [--seed S] [--rate R]`: compiles what changed, then kills and pauses parts at random while
// events flow, and compares what was produced with what is stored. `npm test` runs a few faults of the same.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const node = (...args) => spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 130;

process.exitCode =
  node(path.join(root, 'scripts', 'build.mjs')) ||
  node(path.join(root, 'e2e', 'dist', 'chaos', 'main.js'), ...process.argv.slice(2));
