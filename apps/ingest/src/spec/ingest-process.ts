import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { eventKeyVariables } from './event-keys.fixture';

const program = path.resolve(__dirname, '..', '..', 'dist', 'main.js');

type Line = Record<string, unknown> & { msg?: string };

/** Ingest as the process that it is, so that it can be killed. */
export class IngestProcess {
  readonly lines: Line[] = [];
  private metricsUrl = '';
  private url = '';

  private constructor(private readonly child: ChildProcess) {}

  static async start(env: Record<string, string>): Promise<IngestProcess> {
    const child = spawn(process.execPath, [program], {
      env: { PATH: process.env.PATH ?? '', ...eventKeyVariables('ingest'), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const running = new IngestProcess(child);
    await running.listening();
    return running;
  }

  get pid(): number {
    return child(this.child.pid);
  }

  /** The sum of a metric over all its labels, 0 when it has no value yet. */
  async metric(name: string): Promise<number> {
    const text = await (await fetch(this.metricsUrl)).text();
    const lines = text.split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
    return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
  }

  /** The most memory that it has had so far, MiB; on Linux alone. */
  get peakMiB(): number {
    const kB = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8'))?.[1];
    return Number(kB) / 1024;
  }

  async ready(): Promise<boolean> {
    return (await fetch(`${this.url}/readyz`)).ok;
  }

  said(message: string): Line | undefined {
    return this.lines.find(({ msg }) => msg?.includes(message));
  }

  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }

  /** Stops it as an operator would; answers the exit code. */
  async stop(): Promise<number | null> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return this.child.exitCode;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
    return this.child.exitCode;
  }

  private async listening(): Promise<void> {
    const { stdout, stderr } = this.child;
    if (!stdout || !stderr) throw new Error('ingest has no output');
    const listening = new Promise<void>((resolve, reject) => {
      createInterface({ input: stdout }).on('line', (text) => {
        const line = JSON.parse(text) as Line;
        this.lines.push(line);
        if (line.msg !== 'listening') return;
        this.url = String(line.url);
        this.metricsUrl = String(line.metricsUrl);
        resolve();
      });
      const complaints: string[] = [];
      createInterface({ input: stderr }).on('line', (text) => complaints.push(text));
      this.child.once('exit', (code) => reject(new Error(`ingest ended with ${code}: ${complaints.join('\n')}`)));
    });
    await listening;
  }
}

function child(pid: number | undefined): number {
  if (pid === undefined) throw new Error('ingest did not start');
  return pid;
}
