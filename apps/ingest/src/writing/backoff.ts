import { setTimeout } from 'node:timers/promises';

const first = 100;
const longest = 5_000;

/** Milliseconds to wait before try number `attempt` (from 0), with full jitter above a tenth. */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const most = Math.min(first * 2 ** attempt, longest);
  return most / 10 + random() * most * 0.9;
}

/** Waits, unless told to stop. */
export async function waitBefore(attempt: number, stop: AbortSignal): Promise<void> {
  await setTimeout(backoffMs(attempt), undefined, { signal: stop }).catch(() => undefined);
}
