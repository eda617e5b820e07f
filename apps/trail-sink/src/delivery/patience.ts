import { setTimeout as sleep } from 'node:timers/promises';

const firstRetryMs = 5_000;
const longestRetryMs = 300_000;

/** How long a parked trail rests, in milliseconds: longer each time, and not in step with others. */
export function retryDelay(failures: number): number {
  return Math.min(longestRetryMs, firstRetryMs * 2 ** (failures - 1)) * (0.5 + Math.random() / 2);
}

/** Resolves after the time, or as soon as `signal` aborts. */
export async function until(milliseconds: number, signal?: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal });
  } catch {
    // Aborted: the caller looks at the signal.
  }
}
