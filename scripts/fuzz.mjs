// `npm run fuzz -- [--runs N] [--seed S]`: reads record batches of every codec with random changes, which end as what can be
// read and a reason for the rest. `npm test` reads a fixed few of them.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
  },
});
console.error(`${values.runs} runs with seed ${values.seed}`);
const jest = path.join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const spec = 'libs/messaging/src/protocol/hostile-batches.spec.ts';
const args = [jest, '--selectProjects', 'unit', '--runTestsByPath', spec, '--testTimeout', String(24 * 3_600_000)];
const env = { ...process.env, BATCH_FUZZ_RUNS: values.runs, BATCH_FUZZ_SEED: values.seed };
process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env }).status ?? 130;
