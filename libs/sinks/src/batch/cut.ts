import type { SinkBatch, SinkEvent } from '../sink';
import type { BatchLimits } from './limits';
import { shorten } from './shorten';

/**
 * Cuts events into the fewest batches that keep every limit, each in chronological order. An event that alone is too
 * large is shortened; one whose time the sink would refuse carries the send time instead (its own stays in the message).
 * The order of events with equal times is kept.
 */
export function cutBatches(events: readonly SinkEvent[], limits: BatchLimits, now: number): SinkBatch[] {
  const sorted = events.map((event) => acceptable(event, limits, now)).sort((a, b) => a.event.time - b.event.time);
  const batches: SinkBatch[] = [];
  let open: { events: SinkEvent[]; bytes: number; shortened: number; resend: boolean; first: number } | undefined;
  for (const { event, shortened } of sorted) {
    const bytes = event.message.length + limits.eventOverheadBytes;
    const fits =
      open !== undefined &&
      open.bytes + bytes <= limits.maxBatchBytes &&
      open.events.length < limits.maxBatchEvents &&
      event.time - open.first < limits.maxSpanMs;
    if (!open || !fits) {
      open = { events: [], bytes: 0, shortened: 0, resend: false, first: event.time };
      batches.push(open);
    }
    open.events.push(event);
    open.bytes += bytes;
    if (shortened) open.shortened += 1;
  }
  return batches;
}

function acceptable(event: SinkEvent, limits: BatchLimits, now: number): { event: SinkEvent; shortened: boolean } {
  const timely = event.time >= now - limits.maxAgeMs && event.time <= now + limits.maxAheadMs;
  const shortened = event.message.length > limits.maxMessageBytes;
  if (timely && !shortened) return { event, shortened };
  return {
    event: {
      ...event,
      time: timely ? event.time : now,
      message: shortened ? shorten(event.message, limits.maxMessageBytes) : event.message,
    },
    shortened,
  };
}
