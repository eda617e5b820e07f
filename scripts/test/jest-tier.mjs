import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from './run.mjs';

/**
 * Runs one project of Jest. What could not run counts as failed: a file that does not load, a set-up that fails, a test
 * that somebody skips.
 */
export async function jestTier(project, reports, timeoutMs, workers = 2) {
  await mkdir(reports, { recursive: true });
  const report = path.join(reports, `${project}.json`);
  const args = ['node_modules/jest/bin/jest.js', '--selectProjects', project, '--maxWorkers', String(workers)];
  // What a failed test leaves open must not keep the run from ending; processes are looked for afterwards.
  args.push('--forceExit');
  const { ok } = await run(process.execPath, [...args, '--json', '--outputFile', report], { timeoutMs, show: true });
  const told = await readFile(report, 'utf8').then(JSON.parse, () => undefined);
  if (!told) return { passed: 0, failed: 1 };
  const skipped = told.numPendingTests + told.numTodoTests;
  if (skipped > 0) console.error(`${skipped} tests were skipped, which counts as failed`);
  const failed = told.numFailedTests + told.numRuntimeErrorTestSuites + skipped;
  return { passed: told.numPassedTests, failed: ok ? failed : Math.max(failed, 1) };
}
