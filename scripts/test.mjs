// `npm test`: every check there is, in tiers, cheapest first, and beside them the checks of the sources. What fails keeps
// nothing else from running. The last line is `N passed, N failed`.
// With --profile it also tells which specs take longest and on what, and which programs use the processors.
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { leftBehind } from './test/left-behind.mjs';
import { slowestSpecs, watchProcessors } from './test/profile.mjs';
import { end, run } from './test/run.mjs';
import { add, allReports, runTargets } from './test/targets.mjs';

const minute = 60_000;
const timeoutMs = 18 * minute;
/** Its integration specs take as long as those of all others. */
const delivery = '@trailbook/trail-sink';

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    end();
    process.exit(130);
  });
}

const profile = process.argv.includes('--profile');
const notes = path.join(os.tmpdir(), `trailbook-profile-${process.pid}.jsonl`);
if (profile) process.env.TRAILBOOK_TEST_PROFILE = notes;
const watched = profile ? watchProcessors() : undefined;

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;
let total = { passed: 0, failed: 0 };
const summary = [];
const began = Date.now();

/** Runs targets as a tier, and keeps its counts and its time. */
async function tier(name, targets, options) {
  const started = Date.now();
  const counts = await runTargets(targets, { timeoutMs, ...options, env: { TRAILBOOK_TEST_TIER: name } });
  total = add(total, counts);
  summary.push(`${name.padEnd(24)} ${seconds(started).padStart(8)}   ${counts.passed} passed, ${counts.failed} failed`);
}

/** Ends the run where nothing more can be tested, with the same last line as any other. */
function giveUp(sentence) {
  end();
  console.error(sentence);
  console.log('0 passed, 1 failed');
  process.exit(1);
}

/** Starts Kafka, PostgreSQL and the AWS stand-in once for all integration specs; the specs find them by `env`. */
async function startParts() {
  const { startParts: start, publishParts } = createRequire(import.meta.url)('../libs/testing/dist/parts/index.js');
  const parts = await start((line) => console.log(line));
  publishParts(parts.parts);
  return parts;
}

// What specs start as processes has to be compiled, and so have the libraries that start the parts.
const built = await run(process.execPath, ['scripts/build.mjs'], { timeoutMs: 2 * minute });
if (!built.ok) giveUp('The sources could not be compiled: has npm ci run through?');
const parts = startParts().catch((error) => giveUp(error.message));

// Each of these waits for Kafka, databases and browsers half of its time. Three at a time keep two processors busy.
const lanes = [
  async () => {
    await tier('unit', ['test'], { parallel: 1 });
    await parts;
    await tier('integration of delivery', ['test:int'], { parallel: 1, of: (name) => name === delivery });
  },
  async () => {
    await parts;
    await tier('integration', ['test:int'], { parallel: 1, of: (name) => name !== delivery });
  },
  async () => {
    // They fetch what a system needs where it isn't there yet.
    await parts;
    await tier('end to end', ['e2e'], { parallel: 1 });
    await tier('chaos', ['chaos'], { parallel: 1 });
    await tier('browser', ['browser'], { parallel: 1 });
  },
  // Of the whole workspace at once: a project's own `typecheck` and `lint` read the types of all packages anew.
  () => tier('static', ['types', 'rules', 'boundaries', 'generated', 'format'], { parallel: 1, aside: true }),
];
await Promise.all(lanes.map((lane) => lane()));
await (await parts).stop();
total = add(total, await leftBehind());
if (profile) console.log(`\n${slowestSpecs(notes, allReports())}\n\n${watched()}`);
console.log(`\n${summary.join('\n')}\n${'all'.padEnd(24)} ${seconds(began).padStart(8)}\n`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
console.log(`${total.passed} passed, ${total.failed} failed`);
