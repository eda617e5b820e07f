// `npm run bench -- NAME [--option value …]`: compiles what changed, then runs bench/src/NAME.ts. What a benchmark
// measures and prints is in bench/README.md.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const sources = path.join(root, 'bench', 'src');

const [name, ...options] = process.argv.slice(2);
if (!name || !/^[a-z-]+$/.test(name) || !existsSync(path.join(sources, `${name}.ts`))) {
  const known = readdirSync(sources)
    .filter((file) => /^[a-z-]+\.ts$/.test(file))
    .map((file) => file.replace('.ts', ''));
  console.error(`npm run bench -- NAME, where NAME is one of: ${known.join(', ')}.`);
  process.exit(2);
}
const built = spawnSync(process.execPath, [path.join(root, 'scripts', 'build.mjs')], { stdio: 'inherit' });
if (built.status !== 0) process.exit(built.status ?? 130);
const bench = spawn(process.execPath, [path.join(root, 'bench', 'dist', `${name}.js`), ...options], {
  stdio: 'inherit',
});
// It stops what it started before it ends, which is waited for.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => bench.kill(signal));
bench.on('exit', (status) => process.exit(status ?? 1));
