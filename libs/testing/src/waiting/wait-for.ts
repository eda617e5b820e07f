import { setTimeout as sleep } from 'node:timers/promises';

export interface WaitOptions {
  /** Milliseconds; 10,000 when not given. */
  timeoutMs?: number;
  /** Milliseconds between two looks; 50 when not given. */
  everyMs?: number;
}

/**
 * Looks again and again until `look` gives something other than undefined and false, without throwing.
 * @param what completes the sentence "still waiting for …"
 * @throws Error when the time is over, with the last reason
 */
export async function waitFor<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
  { timeoutMs = 10_000, everyMs = 50 }: WaitOptions = {},
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  let reason = '';
  for (;;) {
    try {
      const seen = await look();
      if (seen !== undefined && seen !== false) return seen;
      reason = '';
    } catch (error) {
      reason = ` (${error instanceof Error ? error.message : String(error)})`;
    }
    if (Date.now() > deadline) throw new Error(`after ${timeoutMs} ms still waiting for ${what}${reason}`);
    await sleep(everyMs);
  }
}
