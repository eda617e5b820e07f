// `npm test`: every check there is, in tiers, cheapest first, and beside them the checks of the sources. A tier that
// fails does not keep the next one from running.
// The last line is `N passed, N failed`.
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { jestTier } from './test/jest-tier.mjs';
import { leftBehind } from './test/left-behind.mjs';
import { end, run } from './test/run.mjs';
import { staticTier } from './test/static-tier.mjs';

const minute = 60_000;
const reports = path.join(os.tmpdir(), `trailbook-report-${process.pid}`);

const tiers = [
  ['unit', () => jestTier('unit', reports, 4 * minute)],
  ['integration', () => jestTier('int', reports, 8 * minute)],
  // One after the other: they share one system, and one of them kills its parts.
  ['end to end', () => jestTier('e2e', reports, 8 * minute, 1)],
  ['chaos', () => jestTier('chaos', reports, 4 * minute, 1)],
  ['browser', () => jestTier('browser', reports, 6 * minute, 1)],
];

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    end();
    process.exit(130);
  });
}

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;
const total = { passed: 0, failed: 0 };
const summary = [];
const began = Date.now();

// What specs start as processes has to be compiled, and so have the libraries that the set-up of a tier loads.
const built = await run(process.execPath, ['scripts/build.mjs'], { timeoutMs: 2 * minute, show: true });
if (!built.ok) {
  console.error('The sources could not be compiled: has npm ci run through?');
  total.failed += 1;
}

async function runTier(name, work) {
  console.log(`\n== ${name}`);
  const started = Date.now();
  const { passed, failed } = await work();
  total.passed += passed;
  total.failed += failed;
  summary.push(`${name.padEnd(12)} ${seconds(started).padStart(8)}   ${passed} passed, ${failed} failed`);
}

// Beside the tiers, and long over when they are: these wait for a third of their time.
const beside = runTier('static', () => staticTier(15 * minute));
for (const [name, work] of tiers) await runTier(name, work);
await beside;
await runTier('clean-up', leftBehind);
await rm(reports, { recursive: true, force: true });
console.log(`\n${summary.join('\n')}\n${'all'.padEnd(12)} ${seconds(began).padStart(8)}\n`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
console.log(`${total.passed} passed, ${total.failed} failed`);
