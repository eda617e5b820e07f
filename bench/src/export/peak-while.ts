import { setInterval } from 'node:timers/promises';
import type { WholeSystem } from '../system/whole-system';

const lookMs = 50;

/** Does some work, and looks meanwhile how much memory the apps have at most, in MB. */
export async function peakWhile<T, App extends string>(
  system: WholeSystem,
  apps: readonly App[],
  work: () => Promise<T>,
): Promise<{ result: T; peakMb: Record<App, number> }> {
  const peakMb = Object.fromEntries(apps.map((app) => [app, 0])) as Record<App, number>;
  const done = new AbortController();
  const watching = (async () => {
    for await (const _tick of setInterval(lookMs, undefined, { signal: done.signal })) {
      for (const app of apps) peakMb[app] = Math.max(peakMb[app], Math.round(system.rssMb(app)));
    }
  })().catch((error: unknown) => {
    if (!done.signal.aborted) throw error;
  });
  try {
    return { result: await work(), peakMb };
  } finally {
    done.abort();
    await watching;
  }
}
