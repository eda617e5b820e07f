import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { resource } from '../project';

const alive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** A parent that starts a part which ignores polite signals, hands it to the guard, and is then killed. */
const parent = `
  const { spawn } = require('node:child_process');
  const guard = spawn(process.execPath, [${JSON.stringify(resource('guard.cjs'))}], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  const part = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
  guard.stdin.write('add ' + part.pid + '\\n');
  console.log(guard.pid + ' ' + part.pid);
  setInterval(() => undefined, 1000);
`;

describe('the guard', () => {
  it('ends the parts of a process that was killed with -9, and itself', async () => {
    const killed = spawn(process.execPath, ['-e', parent], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(killed.stdout, 'data')) as [Buffer];
    const [guard, part] = line.toString().split(' ').map(Number) as [number, number];
    await sleep(200);
    expect([alive(guard), alive(part)]).toEqual([true, true]);
    killed.kill('SIGKILL');
    for (let tries = 0; tries < 100 && (alive(part) || alive(guard)); tries += 1) await sleep(100);
    expect([alive(guard), alive(part)]).toEqual([false, false]);
  }, 20_000);
});
