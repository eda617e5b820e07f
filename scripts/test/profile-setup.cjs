// Loaded into each spec file by `npm test -- --profile`: notes what the file spends its time on.
const { appendFileSync } = require('node:fs');
const childProcess = require('node:child_process');
const timers = require('node:timers/promises');

/** A shorter sleep looks again for a condition; a longer one is a fixed time. */
const longestPollMs = 500;

const began = Date.now();
const cpuBefore = process.cpuUsage();
const spent = { loadMs: 0, pollMs: 0, fixedMs: 0, processes: 0 };

const { setTimeout: sleep } = timers;
timers.setTimeout = async (ms, ...rest) => {
  const from = Date.now();
  try {
    return await sleep(ms, ...rest);
  } finally {
    spent[ms <= longestPollMs ? 'pollMs' : 'fixedMs'] += Date.now() - from;
  }
};
const { spawn } = childProcess;
childProcess.spawn = (...args) => {
  spent.processes += 1;
  return spawn(...args);
};

beforeAll(() => {
  spent.loadMs = Date.now() - began;
});
afterAll(() => {
  const { user, system } = process.cpuUsage(cpuBefore);
  const line = { file: expect.getState().testPath, cpuMs: Math.round((user + system) / 1_000), ...spent };
  appendFileSync(process.env.TRAILBOOK_TEST_PROFILE, `${JSON.stringify(line)}\n`);
  timers.setTimeout = sleep;
  childProcess.spawn = spawn;
});
