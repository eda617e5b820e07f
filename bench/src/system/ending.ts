import type { ChildProcess } from 'node:child_process';
import os from 'node:os';

const children = new Set<ChildProcess>();
process.once('exit', () => children.forEach((child) => child.kill('SIGTERM')));

/** Lets a process end with the benchmark that started it, whichever way that ends short of kill -9. */
export function endsWithBenchmark<Child extends ChildProcess>(child: Child): Child {
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

/**
 * Lets a benchmark that is interrupted or told to end stop what it made first.
 * @returns the same for when it ends by itself; stopping is done once, and all wait for it
 */
export function stopWhenTold(stop: () => Promise<unknown>): () => Promise<unknown> {
  let stopping: Promise<unknown> | undefined;
  const once = () => (stopping ??= stop());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void once().finally(() => process.exit(128 + os.constants.signals[signal])));
  }
  return once;
}
