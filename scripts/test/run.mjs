import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
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

/** Ends what runs at this moment. */
export const end = () => running.forEach((child) => signal(child, 'SIGTERM'));

/**
 * Runs a command in the project's folder as a process group of its own, and shows what it prints.
 * @param {number} options.timeoutMs after which it is ended, which counts as failed
 * @param {boolean} options.aside whether it yields the processors to the others
 * @returns whether it succeeded in time, and what it printed
 */
export function run(command, args, { timeoutMs, aside = false, env = {} }) {
  return new Promise((resolve) => {
    const child = spawn(...(aside ? ['nice', ['-n', '19', command, ...args]] : [command, args]), {
      cwd: root,
      detached: true,
      env: { ...process.env, ...env, [mark[0]]: mark[1] },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk) => {
        output += chunk;
        process.stdout.write(chunk);
      });
    }
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
      if (late) console.error(`${args.join(' ')} took longer than ${timeoutMs / 1000} s and was ended`);
      resolve({ ok: code === 0 && !late, output });
    });
  });
}
