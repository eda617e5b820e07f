/** Limits of one call of a sink, in the sink's own counting. */
export interface BatchLimits {
  readonly maxBatchBytes: number;
  readonly maxBatchEvents: number;
  readonly eventOverheadBytes: number;
  readonly maxMessageBytes: number;
  /** The first and the last event of a call lie strictly less than this apart, in milliseconds. */
  readonly maxSpanMs: number;
  /** Older events are refused by the sink one by one, in milliseconds before now. */
  readonly maxAgeMs: number;
  /** Later events are refused by the sink one by one, in milliseconds after now. */
  readonly maxAheadMs: number;
}
