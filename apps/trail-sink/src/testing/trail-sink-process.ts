import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parsed, requestHeaders, type Identify, type Send } from './answer';

const program = path.resolve(__dirname, '..', '..', 'dist', 'main.js');

export interface TrailSinkProcess {
  readonly pid: number;
  readonly send: Send;
  readonly address: string;
  /** The first message of its log with `part` in it, waited for. */
  says(part: string): Promise<string>;
  /** SIGTERM, unless it has ended; answers the exit code. */
  stop(): Promise<number | null>;
}

/** Trail-sink as a process of its own, once it listens. @throws Error with what it wrote when it ends before */
export async function trailSinkProcess(env: Record<string, string>, identify: Identify): Promise<TrailSinkProcess> {
  const child: ChildProcess = spawn(process.execPath, [program], {
    env: { ...process.env, LOG_LEVEL: 'info', SHUTDOWN_DELAY_MS: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaint = '';
  const messages: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const lines = createInterface({ input: child.stdout! });
  const address = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`trail-sink ended with ${code}: ${complaint}`)));
    lines.on('line', (line) => {
      const entry = JSON.parse(line) as { msg?: string; url?: string };
      messages.push(entry.msg ?? '');
      if (entry.msg === 'listening' && entry.url) resolve(entry.url);
    });
  });
  return {
    pid: child.pid!,
    address,
    async says(part) {
      for (;;) {
        const said = messages.find((message) => message.includes(part));
        if (said !== undefined) return said;
        await once(lines, 'line', { signal: AbortSignal.timeout(30_000) });
      }
    },
    async send(method, caller, url, body) {
      const headers = requestHeaders(identify, method, caller, url);
      const answer = await fetch(address + url, { method, headers, body: JSON.stringify(body) });
      const text = await answer.text();
      return { status: answer.status, headers: Object.fromEntries(answer.headers), text, body: parsed(text) };
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const [code] = (await ended) as [number | null];
      return code;
    },
  };
}
