import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Looks ten times a second until `look` answers something other than undefined, without throwing.
 * @throws Error that completes the sentence "… never came:", with the last reason
 */
export async function eventually<T>(what: string, timeoutMs: number, look: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  let reason: unknown = 'not yet';
  while (Date.now() < deadline) {
    try {
      const seen = await look();
      if (seen !== undefined) return seen;
      reason = 'not yet';
    } catch (error) {
      reason = error;
    }
    await sleep(100);
  }
  throw new Error(`${what} never came within ${timeoutMs / 1000} s: ${String(reason)}`);
}
