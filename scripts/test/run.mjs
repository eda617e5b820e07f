import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Inherited by every process of this run, so that one that stays behind can be told from others. */
export const mark = ['TRAILBOOK_TEST_RUN', randomUUID()];

const running = new Set();
const signal = (child, name) => {
  try {
    process.kill(-child.pid, name);
  } catch {
    // it ended meanwhile
  }
};

/**
 * Puts all that a child will start last among those that want a processor. Where Linux weighs sessions against each
 * other before it looks at single processes (`sched(7)`, autogroup), that is said of the child's session, too.
 */
async function putLast({ pid }) {
  if (process.platform !== 'linux' || !pid) return;
  const group = `/proc/${pid}/autogroup`;
  const problemOfWriting = () => writeFile(group, '19').catch(({ code }) => code);
  let problem;
  // One such change in a tenth of a second is all that Linux takes from who is not root.
  while ((problem = await problemOfWriting()) === 'EAGAIN') await sleep(150);
  // ENOENT: the child has ended, or sessions aren't weighed here. Anything else costs time, and no check.
  if (problem && problem !== 'ENOENT') console.error(`${group} could not be written: ${problem}`);
}

/** Ends what runs at this moment. */
export const end = () => running.forEach((child) => signal(child, 'SIGTERM'));

/**
 * Runs a command in the project's folder, as a process group of its own.
 * @param {boolean} options.aside whether it takes only what others leave of the processors
 * @returns whether it succeeded in time, and what it printed unless that was shown
 */
export function run(command, args, { timeoutMs, show = false, aside = false, env = {} }) {
  return new Promise((resolve) => {
    const child = spawn(...(aside ? ['nice', ['-n', '19', command, ...args]] : [command, args]), {
      cwd: root,
      detached: true,
      env: { ...process.env, ...env, [mark[0]]: mark[1] },
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    });
    running.add(child);
    if (aside) void putLast(child);
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      // A tier takes its parts down when it is asked to; what does not listen is killed.
      signal(child, 'SIGTERM');
      setTimeout(() => signal(child, 'SIGKILL'), 10_000).unref();
    }, timeoutMs);
    child.on('error', (error) => (output += error.message));
    child.on('close', (code) => {
      clearTimeout(timer);
      running.delete(child);
      if (late)
        console.error(`${path.basename(args[0] ?? command)} took longer than ${timeoutMs / 1000} s and was ended`);
      resolve({ ok: code === 0 && !late, output });
    });
  });
}
