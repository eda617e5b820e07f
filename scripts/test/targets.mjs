import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { projects } from './projects.mjs';
import { root, run } from './run.mjs';

const none = { passed: 0, failed: 0 };
export const add = (one, other) => ({ passed: one.passed + other.passed, failed: one.failed + other.failed });

/** The report that a Jest target writes; the targets without one are single checks. */
const reportOf = (folder, target) => path.join(root, folder, '.reports', `${target.replace(':', '-')}.json`);
const hasReport = (target) => /^(test|test:int|e2e|browser|chaos)$/.test(target);

/** Lists where the reports of all spec files of the workspace are, once they ran. */
export const allReports = () =>
  projects().flatMap(({ folder, targets }) => targets.filter(hasReport).map((target) => reportOf(folder, target)));

/** Counts a report of Jest. A file that does not load and a test that is skipped count as failed. */
function countsOf(report) {
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const told = JSON.parse(readFileSync(report, 'utf8'));
  const skipped = told.numPendingTests + told.numTodoTests;
  if (skipped > 0) console.error(`${skipped} tests were skipped, which counts as failed`);
  return { passed: told.numPassedTests, failed: told.numFailedTests + told.numRuntimeErrorTestSuites + skipped };
}

/** The tasks that Nx names after a run as failed, as `project:target`. */
function failedTasks(output) {
  const [, list = ''] = /Failed tasks:\s*\n((?:\s*- .*\n)+)/.exec(output) ?? [];
  return new Set([...list.matchAll(/- (\S+)/g)].map(([, task]) => task));
}

/**
 * Runs targets of the workspace's projects by Nx, which takes from its cache what has not changed.
 * @param {string[]} targets run in every project that has them
 * @param {(name: string) => boolean} options.of the projects in question; all of them when not given
 * @returns how many checks and tests passed and failed; a task that failed counts as one at least
 */
export async function runTargets(targets, { of = () => true, parallel, timeoutMs, aside, env }) {
  const tasks = projects()
    .filter(({ name }) => of(name))
    .flatMap(({ name, folder, targets: has }) =>
      targets.filter((target) => has.includes(target)).map((target) => ({ name, folder, target })),
    );
  // What an earlier run left would be taken for this one's.
  for (const { folder, target } of tasks) rmSync(reportOf(folder, target), { force: true });
  const names = [...new Set(tasks.map(({ name }) => name))].join(',');
  const options = [`--parallel=${parallel}`, '--output-style=stream', '--nxBail=false'];
  const { ok, output } = await run(
    process.execPath,
    ['node_modules/nx/dist/bin/nx.js', 'run-many', '-t', ...targets, '-p', names, ...options],
    { timeoutMs, aside, env: { ...env, NX_DAEMON: 'false', NX_TUI: 'false', FORCE_COLOR: '0' } },
  );
  const failed = failedTasks(output);
  const counts = tasks.map(({ name, folder, target }) => {
    const told = hasReport(target) ? countsOf(reportOf(folder, target)) : none;
    if (failed.has(`${name}:${target}`)) return { ...told, failed: Math.max(told.failed, 1) };
    return hasReport(target) ? told : { passed: 1, failed: 0 };
  });
  const total = counts.reduce(add, none);
  return ok ? total : { ...total, failed: Math.max(total.failed, 1) };
}
