import type { SinkBatch, SinkEvents } from '../sink';
import type { BatchLimits } from './limits';

/**
 * All the events as one batch, where they are packed and keep every limit as they are: the sender has gathered what one call
 * takes, and most come in the order in which they happened. Undefined where they have to be looked at one by one.
 */
export function wholeBatch(events: SinkEvents, limits: BatchLimits, now: number): SinkBatch | undefined {
  const { packed } = events;
  if (!packed) return undefined;
  const { length, times, sizes } = packed;
  const bytes = packed.bytes + length * limits.eventOverheadBytes;
  if (length === 0 || length > limits.maxBatchEvents || bytes > limits.maxBatchBytes) return undefined;
  const [first, latest] = [times[0]!, now + limits.maxAheadMs];
  let last = now - limits.maxAgeMs;
  for (let n = 0; n < length; n += 1) {
    const time = times[n]!;
    if (!(time >= last && time <= latest) || sizes[n]! > limits.maxMessageBytes) return undefined;
    last = time;
  }
  return last - first < limits.maxSpanMs ? { events, bytes, resend: false, shortened: 0 } : undefined;
}
