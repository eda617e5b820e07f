import type { BatchLimits } from '../batch/limits';

const hour = 3_600_000;
/** A clock that differs from CloudWatch's by less than this never makes an acceptable time unacceptable. */
const clockTolerance = hour / 6;

/** PutLogEvents: a call's events span at most 24 hours, and are up to 14 days old and 2 hours ahead. */
export const cloudWatchLimits: BatchLimits = {
  maxBatchBytes: 1_048_576,
  maxBatchEvents: 10_000,
  eventOverheadBytes: 26,
  maxMessageBytes: 1_048_550,
  maxSpanMs: 24 * hour,
  maxAgeMs: 14 * 24 * hour - clockTolerance,
  maxAheadMs: 2 * hour - clockTolerance,
};

/** Regions that haven't got the larger events yet take this much of one, overhead excluded. */
export const olderRegionMessageBytes = 262_118;
