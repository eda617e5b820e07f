import type { Watermarks } from '@trailbook/messaging';

/** Where to read on, given how far a partition is stored and what its log holds. */
export type PositionDecision =
  /** Never stored in this epoch: from the log's start. */
  | { kind: 'start'; at: bigint }
  | { kind: 'resume'; at: bigint }
  /** The log ends before what is stored: it is another log, whatever its name. */
  | { kind: 'other-log'; stored: bigint; end: bigint }
  /** The log begins after what is stored: what lay between is gone. */
  | { kind: 'lost'; from: bigint; to: bigint };

export function decidePosition(stored: bigint | undefined, log: Watermarks): PositionDecision {
  if (stored === undefined) return { kind: 'start', at: log.low };
  if (log.high < stored) return { kind: 'other-log', stored, end: log.high };
  if (log.low > stored) return { kind: 'lost', from: stored, to: log.low };
  return { kind: 'resume', at: stored };
}
