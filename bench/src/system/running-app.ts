import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { PublishingApp } from '@trailbook/contract';
import { heapOptionsOf, newInstallationKeys, projectFolder, publicKeysOf } from '@trailbook/local';
import { endsWithBenchmark } from './ending';

const ticksPerSecond = 100;
/** Settings that a run may try; the defaults are what is reported. */
const tunable = [
  ...['WRITERS', 'CHUNK_RECORDS', 'HELD_MIB'],
  ...['DELIVERY_MEMORY_MB', 'DELIVERY_LINGER_MS', 'NODE_OPTIONS'],
] as const;

/** One of Trailbook's apps as the process that it is in operation. */
export class RunningApp {
  private complaint = '';

  private constructor(
    private readonly name: string,
    private readonly child: ChildProcess,
  ) {
    child.stderr?.on('data', (text: Buffer) => (this.complaint += text.toString()));
  }

  /** @param profile where to write a CPU profile of it, if anywhere */
  static start(name: string, env: Record<string, string>, profile?: string): RunningApp {
    const program = path.join(projectFolder, 'apps', name, 'dist', 'main.js');
    const options = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
    const child = spawn(process.execPath, [...heapOptionsOf(name), ...options, program], {
      env: {
        ...{ PATH: process.env.PATH ?? '', LOG_LEVEL: 'warn', SHUTDOWN_DELAY_MS: '0' },
        ...signing(name),
        ...tried(),
        ...env,
      },
      stdio: ['ignore', 'inherit', 'pipe'],
    });
    return new RunningApp(name, endsWithBenchmark(child));
  }

  /** @throws Error with what it said, when it has ended */
  assertRunning(): void {
    if (this.child.exitCode !== null)
      throw new Error(`${this.name} ended with ${this.child.exitCode}: ${this.complaint}`);
  }

  get cpuSeconds(): number {
    const fields = readFileSync(`/proc/${this.child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  }

  get peakRssMb(): number {
    const kB = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${this.child.pid}/status`, 'utf8'))?.[1];
    return Number(kB) / 1024;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }
}

/** Of one benchmark. */
const eventKeys = newInstallationKeys();
const signing = (name: string): Record<string, string> => ({
  EVENT_SIGNING_KEY: eventKeys[name as PublishingApp].signingKey,
  EVENT_PUBLIC_KEYS: publicKeysOf(eventKeys),
});

const tried = (): Record<string, string> =>
  Object.fromEntries(tunable.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
