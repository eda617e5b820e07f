import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const politeMs = 5_000;
const killedMs = 5_000;

/** The processes that work in this data folder, a postmaster's as well as its children's. Linux alone can tell. */
export function processesIn(folder: string): number[] {
  if (process.platform !== 'linux') return [];
  const real = realpathSync(folder);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === real;
      } catch {
        return false; // it ended meanwhile
      }
    });
}

const send = (pid: number, signal: NodeJS.Signals) => {
  try {
    process.kill(pid, signal);
  } catch {
    // it ended meanwhile
  }
};

async function untilGone(folder: string, limitMs: number): Promise<number[]> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const left = processesIn(folder);
    if (left.length === 0 || Date.now() > deadline) return left;
    await sleep(50);
  }
}

/** The postmaster that wrote `postmaster.pid`, when a postgres of that number works in the folder. */
function livingPostmaster(lockFile: string, pids: number[]): number | undefined {
  try {
    const pid = Number(readFileSync(lockFile, 'utf8').split('\n')[0]);
    return pids.includes(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Makes a data folder free for a new postmaster. After kill -9 of the old one its children end by themselves, most
 * at once and a busy one a little later; until then the shared memory is theirs and a new start is refused.
 */
export async function clearOrphans(folder: string): Promise<void> {
  const lockFile = path.join(folder, 'postmaster.pid');
  const pids = processesIn(folder);
  const postmaster = livingPostmaster(lockFile, pids);
  // One that outlived a start that was killed: the folder is locked by us, so nobody needs it.
  if (postmaster) send(postmaster, 'SIGINT');
  const stubborn = await untilGone(folder, politeMs);
  stubborn.forEach((pid) => send(pid, 'SIGKILL'));
  const left = stubborn.length === 0 ? [] : await untilGone(folder, killedMs);
  // The number in it may belong to anyone by now, and PostgreSQL would refuse to start beside that process.
  if (left.length === 0 && process.platform === 'linux') await rm(lockFile, { force: true });
}
