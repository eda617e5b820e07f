import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectFolder } from '../project';

const alive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** As it is built: the parent is a process of its own, which knows no TypeScript. */
const guard = path.join(projectFolder, 'libs/local/dist/process/guard.js');

/** A parent that starts a part which leads a process group, hands it to the guard, and is then killed. */
const parent = `
  const { spawn } = require('node:child_process');
  const { endWithThisProcess } = require(${JSON.stringify(guard)});
  const part = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  endWithThisProcess(part.pid);
  console.log(part.pid);
  setInterval(() => undefined, 1000);
`;

const childrenOf = (pid: number): number[] =>
  execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map(Number);

describe('the guard', () => {
  it('ends the parts of a process that was killed with -9, and itself', async () => {
    const killed = spawn(process.execPath, ['-e', parent], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(killed.stdout, 'data')) as [Buffer];
    const part = Number(line.toString());
    const children = childrenOf(killed.pid as number);
    expect(children).toHaveLength(2);
    expect(children).toContain(part);
    killed.kill('SIGKILL');
    for (let tries = 0; tries < 100 && children.some(alive); tries += 1) await sleep(100);
    expect(children.filter(alive)).toEqual([]);
  }, 20_000);
});
