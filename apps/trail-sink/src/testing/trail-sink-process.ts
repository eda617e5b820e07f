import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

const program = path.resolve(__dirname, '..', '..', 'dist', 'main.js');

export interface TrailSinkProcess {
  readonly url: string;
  readonly pid: number;
  /** SIGTERM; answers the exit code. */
  stop(): Promise<number | null>;
}

/** Trail-sink as a process of its own, once it listens. @throws Error with what it wrote when it ends before */
export async function trailSinkProcess(env: Record<string, string>): Promise<TrailSinkProcess> {
  const child: ChildProcess = spawn(process.execPath, [program], {
    env: { ...process.env, LOG_LEVEL: 'info', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`trail-sink ended with ${code}: ${complaint}`)));
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const entry = JSON.parse(line) as { msg?: string; url?: string };
      if (entry.msg === 'listening' && entry.url) resolve(entry.url);
    });
  });
  return {
    url,
    pid: child.pid!,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const [code] = (await ended) as [number | null];
      return code;
    },
  };
}
