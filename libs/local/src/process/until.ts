import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { LocalFault, messageOf } from '../faults';
import type { RunningProcess } from './running-process';

const tailLines = 8;

/** The last lines of a log, for an error message. */
export async function tailOf(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-tailLines).join('\n');
}

/**
 * Waits until `probe` no longer throws, asking ten times a second.
 * @throws LocalFault when `process` ends first or `timeoutMs` have passed, with the end of its log
 */
export async function untilReady(
  process: RunningProcess,
  timeoutMs: number,
  probe: () => Promise<void>,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    let reason: string;
    try {
      await probe();
      // What answered may be another's, on a port that this one could not have.
      if (process.alive) return;
      reason = 'something else answers on its port';
    } catch (error) {
      reason = messageOf(error);
    }
    const log = async () => `Its log, ${process.logFile}, ends:\n${await tailOf(process.logFile)}`;
    if (!process.alive) {
      const how = process.exit?.signal ?? `code ${process.exit?.code}`;
      throw new LocalFault(`${process.name} ended with ${how} while it was starting. ${await log()}`);
    }
    if (Date.now() > deadline) {
      throw new LocalFault(`${process.name} was not ready after ${timeoutMs / 1000} s (${reason}). ${await log()}`);
    }
    await sleep(100);
  }
}
