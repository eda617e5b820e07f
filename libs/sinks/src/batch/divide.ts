import type { SinkBatch, SinkEvent } from '../sink';
import { changed } from './changed';
import { shorten } from './shorten';

/** A batch of events that were part of another. @param overheadBytes as the sink counts for each event */
export function partOf(
  events: readonly SinkEvent[],
  overheadBytes: number,
  { resend, shortened = 0 }: { resend: boolean; shortened?: number },
): SinkBatch {
  const bytes = events.reduce((sum, { message }) => sum + message.length + overheadBytes, 0);
  return { events, bytes, resend, shortened };
}

/**
 * A batch that the sink refuses as a whole: halves of it show which event it is about, and that one is cut down.
 *
 * @param smallerMessages what to cut an event to that is alone, in bytes, the largest first
 * @returns undefined where that event is smaller than all of these
 */
export function divide(
  batch: SinkBatch,
  smallerMessages: readonly number[],
  overheadBytes: number,
): SinkBatch[] | undefined {
  const { resend } = batch;
  const events = [...batch.events];
  const [only, ...others] = events;
  if (only && others.length === 0) {
    const smaller = smallerMessages.find((bytes) => bytes < only.message.length);
    if (smaller === undefined) return undefined;
    const cut = changed(only, { message: shorten(only.message, smaller) });
    return [partOf([cut], overheadBytes, { resend, shortened: 1 })];
  }
  const middle = Math.ceil(events.length / 2);
  return [events.slice(0, middle), events.slice(middle)].map((half) => partOf(half, overheadBytes, { resend }));
}
