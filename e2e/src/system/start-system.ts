import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = path.resolve(__dirname, '..', '..', '..');
const startMs = 240_000;

export interface StartedSystem {
  /** Asks it to stop, as Ctrl-C does. Resolves with its exit code and how long it took. */
  stop(): Promise<{ code: number | null; milliseconds: number }>;
}

/** Everything that would make the system use parts that run elsewhere. */
const notOurs = /^(KAFKA_|DATABASE_URL$|AWS_|TRAILBOOK_)/;
/** By these the test run recognises its processes. */
const marks = ['TRAILBOOK_TEST_RUN', 'TRAILBOOK_TEST_TIER'];

/** What `npm start` runs, in a folder and on ports of its own. */
export function startCommand(folder: string, env: NodeJS.ProcessEnv = {}) {
  const kept = Object.entries(process.env).filter(([name]) => !notOurs.test(name) || marks.includes(name));
  return {
    command: process.execPath,
    args: [path.join(root, 'scripts', 'start.mjs')],
    env: { ...Object.fromEntries(kept), TRAILBOOK_DATA: folder, TRAILBOOK_PORT: '0', ...env },
  };
}

/** Starts the system and waits until it says where everything is. @throws Error with what it printed */
export async function startSystem(folder: string, settings: NodeJS.ProcessEnv = {}): Promise<StartedSystem> {
  const output = path.join(folder, 'start.out');
  const file = openSync(output, 'a');
  const { command, args, env } = startCommand(folder, settings);
  const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', file, file] });
  closeSync(file);
  const exited = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const stop = async () => {
    const asked = Date.now();
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), 30_000);
    const code = await exited;
    clearTimeout(late);
    return { code, milliseconds: Date.now() - asked };
  };
  const deadline = Date.now() + startMs;
  while (!existsSync(path.join(folder, 'endpoints.json'))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      if (child.exitCode === null) await stop();
      throw new Error(`the system did not start:\n${readFileSync(output, 'utf8')}`);
    }
    await sleep(100);
  }
  return { stop };
}
