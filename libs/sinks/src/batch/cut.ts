import type { SinkBatch, SinkEvent, SinkEvents } from '../sink';
import { changed } from './changed';
import type { BatchLimits } from './limits';
import { shorten } from './shorten';
import { wholeBatch } from './whole';

/**
 * Cuts events into the fewest batches that keep every limit, each in chronological order. An event that alone is too
 * large is shortened; one whose time the sink would refuse carries the send time instead (its own stays in the message).
 * The order of events with equal times is kept.
 */
export function cutBatches(events: SinkEvents, limits: BatchLimits, now: number): SinkBatch[] {
  const whole = wholeBatch(events, limits, now);
  if (whole) return [whole];
  const { ready, shortened } = acceptable([...events], limits, now);
  const batches: SinkBatch[] = [];
  let open: { events: SinkEvent[]; bytes: number; shortened: number; resend: boolean; first: number } | undefined;
  for (const event of ready) {
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
    if (shortened.has(event)) open.shortened += 1;
  }
  return batches;
}

/** The events as the sink takes them, in chronological order, and those of them that had to be cut down. */
function acceptable(
  events: readonly SinkEvent[],
  { maxAgeMs, maxAheadMs, maxMessageBytes }: BatchLimits,
  now: number,
): { ready: SinkEvent[]; shortened: Set<SinkEvent> } {
  const shortened = new Set<SinkEvent>();
  let [last, inOrder] = [-Infinity, true];
  const ready = events.map((event) => {
    const timely = event.time >= now - maxAgeMs && event.time <= now + maxAheadMs;
    const tooLarge = event.message.length > maxMessageBytes;
    const message = tooLarge ? shorten(event.message, maxMessageBytes) : event.message;
    const one = timely && !tooLarge ? event : changed(event, { time: timely ? event.time : now, message });
    if (tooLarge) shortened.add(one);
    inOrder &&= one.time >= last;
    last = one.time;
    return one;
  });
  // Most events come in the order in which they happened.
  return { ready: inOrder ? ready : ready.sort((a, b) => a.time - b.time), shortened };
}
