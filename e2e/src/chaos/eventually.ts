import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Looks every 100 ms, or as often as it is told to, until `look` answers something other than undefined, without throwing.
 * @throws Error that completes the sentence "… never came:", with the last reason
 */
export async function eventually<T>(
  what: string,
  timeoutMs: number,
  look: () => Promise<T | undefined>,
  everyMs = 100,
): Promise<T> {
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
    await sleep(everyMs);
  }
  throw new Error(`${what} never came within ${timeoutMs / 1000} s: ${String(reason)}`);
}
