import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectFolder } from '@trailbook/local';

/** What is used of `endpoints.json`. */
export interface Endpoints {
  gateway: string;
  kafka: string;
  users: { apiKey: string; tenantUid: string; role: string }[];
}

export interface RunningSystem {
  endpoints: Endpoints;
  stop(): Promise<void>;
}

/** Starts the whole system as `npm start` does, in a folder and on ports of its own. @throws Error with what it printed */
export async function startWholeSystem(): Promise<RunningSystem> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'trailbook-bench-'));
  const output = path.join(folder, 'start.out');
  const file = openSync(output, 'a');
  const child = spawn(process.execPath, [path.join(projectFolder, 'scripts', 'start.mjs')], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TRAILBOOK_DATA: folder, TRAILBOOK_PORT: '0' },
    stdio: ['ignore', file, file],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
    rmSync(folder, { recursive: true, force: true });
  };
  const announced = path.join(folder, 'endpoints.json');
  for (const deadline = Date.now() + 240_000; !existsSync(announced); await sleep(100)) {
    if (child.exitCode === null && Date.now() < deadline) continue;
    const said = readFileSync(output, 'utf8');
    await stop();
    throw new Error(`the system did not start:\n${said}`);
  }
  return { endpoints: JSON.parse(readFileSync(announced, 'utf8')) as Endpoints, stop };
}
