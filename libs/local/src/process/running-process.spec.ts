import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { RunningProcess } from './running-process';

describe('the log of a process', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'log-spec-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const modeOf = (file: string) => statSync(file).mode & 0o777;
  const run = async (logFile: string) => {
    const started = await RunningProcess.start({ name: 'echo', command: 'echo', args: ['a secret'], logFile });
    await started.exited;
  };

  it('is its owner’s alone, and so is the folder that is made for it', async () => {
    const logFile = path.join(folder, 'logs', 'echo.log');
    await run(logFile);
    expect([modeOf(logFile), modeOf(path.dirname(logFile))]).toEqual([0o600, 0o700]);
  });

  it('becomes so where an earlier version left it open to all', async () => {
    const logFile = path.join(folder, 'echo.log');
    writeFileSync(logFile, 'before\n', { mode: 0o644 });
    await run(logFile);
    expect(modeOf(logFile)).toBe(0o600);
  });
});
