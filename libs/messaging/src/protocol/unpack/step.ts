import { createContext, Script } from 'node:vm';

const script = new Script('work()');
let context: { work: () => unknown } | undefined;

/**
 * Does a piece of work, and ends it where it takes too long: fzstd follows some archives of twenty bytes for minutes, or for
 * ever. It costs about 0.1 ms.
 * @throws Error what the work throws, or that it took too long
 */
export function boundedStep<T>(work: () => T, timeoutMs: number): T {
  context ??= createContext({ work }) as { work: () => unknown };
  context.work = work;
  try {
    return script.runInContext(context, { timeout: Math.ceil(timeoutMs) }) as T;
  } finally {
    context.work = () => undefined; // what it unpacks is not kept
  }
}
