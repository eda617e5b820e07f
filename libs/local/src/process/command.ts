import { spawn } from 'node:child_process';
import { LocalFault, messageOf } from '../faults';

export interface CommandOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  uid?: number;
  gid?: number;
  /** Milliseconds after which it is killed. */
  timeoutMs: number;
}

const keptOutput = 4000;

/**
 * Runs a command to its end and returns what it printed on both streams (the last 4,000 characters).
 * @throws LocalFault when it cannot be started, fails, or takes longer than `timeoutMs`
 */
export function runCommand(command: string, args: string[], options: CommandOptions): Promise<string> {
  const { timeoutMs, env = process.env, ...rest } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...rest, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let late = false;
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-keptOutput);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, timeoutMs);
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(new LocalFault(`${command} could not be run: ${messageOf(error)}`));
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (code === 0) return resolve(output);
      const how = late ? `took longer than ${timeoutMs / 1000} s` : `ended with ${signal ?? `code ${code}`}`;
      reject(new LocalFault(`${command} ${args.slice(0, 2).join(' ')} ${how}. ${output.trim()}`));
    });
  });
}
