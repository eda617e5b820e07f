// `npm test`: every check there is, in lanes side by side: two processors are kept busy while specs wait for Kafka,
// databases and browsers. What fails keeps nothing else from running. The last line is `N passed, N failed`.
import { createRequire } from 'node:module';
import { leftBehind } from './test/left-behind.mjs';
import { end, run } from './test/run.mjs';
import { add, runTargets } from './test/targets.mjs';

const minute = 60_000;
const timeoutMs = 15 * minute;
const deliversLong = (name) => name === '@trailbook/trail-sink';

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    end();
    process.exit(130);
  });
}

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;
let total = { passed: 0, failed: 0 };
const summary = [];
const began = Date.now();

/** Runs a tier and keeps its counts and its time. */
async function tier(name, work) {
  const started = Date.now();
  const counts = await work();
  total = add(total, counts);
  summary.push(`${name.padEnd(24)} ${seconds(started).padStart(8)}   ${counts.passed} passed, ${counts.failed} failed`);
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
if (!built.ok) {
  console.error('The sources could not be compiled: has npm ci run through?');
  process.exit(1);
}
const parts = await startParts();

const lanes = [
  async () => {
    // They take what the others leave of the processors.
    const checks = ['typecheck', 'lint', 'boundaries', 'generated', 'format'];
    await tier('static', () => runTargets(checks, { parallel: 2, timeoutMs, aside: true }));
  },
  async () => {
    await tier('unit', () => runTargets(['test'], { parallel: 2, timeoutMs }));
    await tier('integration', () =>
      runTargets(['test:int'], { of: (name) => !deliversLong(name), parallel: 2, timeoutMs }),
    );
  },
  async () => {
    await tier('integration of delivery', () => runTargets(['test:int'], { of: deliversLong, parallel: 1, timeoutMs }));
    await tier('browser', () => runTargets(['browser'], { parallel: 1, timeoutMs }));
  },
  async () => {
    await tier('end to end', () => runTargets(['e2e'], { parallel: 1, timeoutMs }));
    await tier('chaos', () => runTargets(['chaos'], { parallel: 1, timeoutMs }));
  },
];
await Promise.all(lanes.map((lane) => lane()));
await parts.stop();
await tier('clean-up', leftBehind);
console.log(`\n${summary.join('\n')}\n${'all'.padEnd(24)} ${seconds(began).padStart(8)}\n`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
console.log(`${total.passed} passed, ${total.failed} failed`);
