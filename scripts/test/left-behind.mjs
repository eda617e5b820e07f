import { readdir, readFile, readlink } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { mark } from './run.mjs';

const patienceMs = 10_000;

/** The processes of this run, told by what they inherited. Linux alone shows it. */
async function ours() {
  if (process.platform !== 'linux') return [];
  const found = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    if (!environment.split('\0').includes(mark.join('='))) continue;
    found.push({ pid: Number(pid), program: await readlink(`/proc/${pid}/exe`).catch(() => 'ended') });
  }
  return found.filter(({ program }) => program !== 'ended');
}

/** Counts as one check: whatever this run started is gone. What is not is named, and killed. */
export async function leftBehind() {
  const deadline = Date.now() + patienceMs;
  let left = await ours();
  while (left.length > 0 && Date.now() < deadline) {
    await sleep(200);
    left = await ours();
  }
  for (const { pid, program } of left) {
    console.error(`process ${pid} (${program}) was left behind`);
    process.kill(pid, 'SIGKILL');
  }
  if (left.length === 0) console.log('ok     no process is left behind');
  return left.length === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}
