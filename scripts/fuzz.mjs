// `npm run fuzz -- [batches|api] [--runs N] [--seed S]`: what `npm test` tries a fixed few of, at length.
// `batches` reads record batches of every codec with random changes, which end as what can be read and a reason for the
// rest; `api` sends random requests to a system of its own, which answers as the OpenAPI document says.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const targets = {
  batches: {
    project: 'unit',
    spec: 'libs/messaging/src/protocol/hostile-batches.spec.ts',
    runs: '100000',
    env: (runs, seed) => ({ BATCH_FUZZ_RUNS: runs, BATCH_FUZZ_SEED: seed }),
  },
  api: {
    project: 'e2e',
    spec: 'e2e/src/api/api.e2e.spec.ts',
    runs: '20000',
    env: (runs, seed) => ({ FUZZ_REQUESTS: runs, FUZZ_SEED: seed }),
  },
};

const { values, positionals } = parseArgs({
  options: { runs: { type: 'string' }, seed: { type: 'string' } },
  allowPositionals: true,
});
const [name = 'batches'] = positionals;
const target = targets[name];
if (!target) {
  console.error(`There is nothing called ${name} to fuzz: it is ${Object.keys(targets).join(' or ')}.`);
  process.exit(2);
}
const runs = values.runs ?? target.runs;
const seed = values.seed ?? String(Math.floor(Math.random() * 2 ** 31));
console.error(`${runs} runs with seed ${seed}`);
if (target.project === 'e2e') spawnSync(process.execPath, ['scripts/build.mjs'], { cwd: root, stdio: 'inherit' });
const jest = path.join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const day = String(24 * 3_600_000);
const args = [jest, '--selectProjects', target.project, '--runTestsByPath', target.spec, '--testTimeout', day];
const env = { ...process.env, ...target.env(runs, seed) };
process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env }).status ?? 130;
