import type { Watermarks } from '@trailbook/messaging';

export interface StartPosition {
  readonly at: bigint;
  /** The log has lost what lies between the saved position and its beginning. */
  readonly cut: boolean;
}

/**
 * Where to read a partition on: at the saved position; without one, where the first of its lanes stands; and where nobody
 * waits for it, at its end. Undefined while the log ends before that: it is another log, and ingest hasn't said so yet.
 */
export function startPosition(
  saved: bigint | undefined,
  lanes: readonly bigint[],
  log: Watermarks,
): StartPosition | undefined {
  const first = lanes.reduce<bigint | undefined>((low, at) => (low === undefined || at < low ? at : low), undefined);
  const wanted = saved ?? first ?? log.high;
  if (wanted > log.high) return undefined;
  return wanted < log.low ? { at: log.low, cut: true } : { at: wanted, cut: false };
}
