// `npm run screenshots [-- --only NAME,NAME] [--readme]`: starts the system with its demo and writes a picture of every
// screen of the console into `.screenshots`, light and dark, wide and narrow. With `--readme` those of the README are
// made anew too.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const node = (...args) => spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 130;

process.exitCode =
  node(path.join(root, 'scripts', 'build.mjs')) ||
  node(path.join(root, 'e2e', 'dist', 'screenshots', 'main.js'), ...process.argv.slice(2));
