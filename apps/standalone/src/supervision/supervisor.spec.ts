import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Part, type ProcessSpec } from '@trailbook/local';
import { waitFor } from '@trailbook/testing';
import { Supervisor } from './supervisor';

/** A part that fails to start as often as it is told to. */
class Fragile extends Part {
  failures = 0;
  constructor(private readonly logFile: string) {
    super('fragile', { startMs: 5_000, stopMs: 1_000 });
  }
  protected prepare(): Promise<ProcessSpec> {
    const fails = this.failures > 0;
    this.failures -= 1;
    const args = fails ? ['-c', 'exit 3'] : ['-c', 'echo up; exec sleep 60'];
    return Promise.resolve({ name: this.name, command: 'sh', args, logFile: this.logFile });
  }
  protected probe(): Promise<void> {
    return readFileSync(this.logFile, 'utf8').includes('up') && this.failures < 0
      ? Promise.resolve()
      : Promise.reject(new Error('not up'));
  }
}

describe('the supervisor', () => {
  let folder: string;
  let part: Fragile;
  const lines: string[] = [];
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'supervisor-spec-'));
    part = new Fragile(path.join(folder, 'log'));
    lines.length = 0;
  });
  afterEach(async () => {
    await part.stop();
    rmSync(folder, { recursive: true });
  });

  it('starts what died again, visibly, and tells the new process id', async () => {
    const back: (number | undefined)[] = [];
    const supervisor = new Supervisor(
      (line) => lines.push(line),
      ({ pid }) => Promise.resolve(void back.push(pid)),
    );
    await part.start();
    const first = part.pid;
    supervisor.watch(part);
    part.kill('SIGKILL');
    await waitFor('the restart', () => back.length === 1);
    expect(back[0]).toBe(part.pid);
    expect(part.pid).not.toBe(first);
    expect(lines).toEqual([
      'fragile was killed by SIGKILL: it is started again',
      `fragile is back (process ${part.pid})`,
    ]);
    await supervisor.stop();
  });

  it('tries again when a start fails', async () => {
    const supervisor = new Supervisor(
      (line) => lines.push(line),
      () => Promise.resolve(),
    );
    await part.start();
    supervisor.watch(part);
    part.failures = 2;
    part.kill('SIGKILL');
    await waitFor('the restart', () => lines.some((line) => line.includes('is back')));
    expect(lines.filter((line) => line.startsWith('fragile could not be started again yet'))).toHaveLength(2);
    await supervisor.stop();
  });

  it('starts nothing again once it has stopped', async () => {
    const supervisor = new Supervisor(
      (line) => lines.push(line),
      () => Promise.resolve(),
    );
    await part.start();
    supervisor.watch(part);
    await supervisor.stop();
    part.kill('SIGKILL');
    await part.exited;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([part.pid, lines]).toEqual([undefined, []]);
  });
});
