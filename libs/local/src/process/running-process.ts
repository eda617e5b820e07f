import { spawn } from 'node:child_process';
import { closeSync, fchmodSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LocalFault, messageOf } from '../faults';
import { endWithThisProcess } from './guard';

/** How to run one part of the system. */
export interface ProcessSpec {
  name: string;
  command: string;
  args: string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  uid?: number;
  gid?: number;
  /** Both output streams are appended to this file. */
  logFile: string;
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

const largestLog = 20 * 1024 * 1024;

/** Opens a log for its owner alone, one of an earlier version too: what happens in a tenant stands in it. */
function openLog(file: string): number {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > largestLog) renameSync(file, `${file}.1`);
  const log = openSync(file, 'a', 0o600);
  fchmodSync(log, 0o600);
  return log;
}

/** A child process that leads its own process group, so that Ctrl-C reaches it through us alone, in our order. */
export class RunningProcess {
  /** Settles when the process has ended; never rejects. */
  readonly exited: Promise<Exit>;
  exit: Exit | undefined;

  private constructor(
    readonly name: string,
    readonly pid: number,
    readonly logFile: string,
    exited: Promise<Exit>,
  ) {
    const released = endWithThisProcess(pid);
    this.exited = exited.then((exit) => {
      released();
      return (this.exit = exit);
    });
  }

  /** @throws LocalFault when the operating system refuses to start it */
  static async start(spec: ProcessSpec): Promise<RunningProcess> {
    const { name, command, args, logFile, ...options } = spec;
    const log = openLog(logFile);
    try {
      const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', log, log] });
      const exited = new Promise<Exit>((resolve) => child.on('exit', (code, signal) => resolve({ code, signal })));
      await new Promise<void>((resolve, reject) => {
        child.once('spawn', resolve);
        child.once('error', (error) => reject(new LocalFault(`${name} could not be started: ${messageOf(error)}.`)));
      });
      return new RunningProcess(name, child.pid as number, logFile, exited);
    } finally {
      closeSync(log);
    }
  }

  get alive(): boolean {
    return this.exit === undefined;
  }

  /** Signals the process alone, not its children: what `kill` does. */
  kill(signal: NodeJS.Signals): void {
    if (this.alive) process.kill(this.pid, signal);
  }

  /** Asks with `signal`, and after `graceMs` kills the whole group. Resolves when the process is gone. */
  async stop(signal: NodeJS.Signals, graceMs: number): Promise<Exit> {
    this.kill(signal);
    const ended = await Promise.race([this.exited, sleep(graceMs, undefined, { ref: false })]);
    if (!ended && this.alive) process.kill(-this.pid, 'SIGKILL');
    return this.exited;
  }
}
