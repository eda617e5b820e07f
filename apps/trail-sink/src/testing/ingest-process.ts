import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const program = path.resolve(__dirname, '..', '..', '..', 'ingest', 'dist', 'main.js');

export interface IngestProcess {
  stop(): Promise<void>;
}

/** Ingest as a process of its own, since a sink catches up from what it stores. */
export function startIngest(env: Record<string, string>): IngestProcess {
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return {
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
