import type { SinkEvent } from '../sink';

/** The event with something else in it. A spread would lose what an event makes only when it is asked for. */
export const changed = (
  { uid, time, message, origin }: SinkEvent,
  changes: Partial<Pick<SinkEvent, 'time' | 'message'>>,
): SinkEvent => ({ uid, time, message, origin, ...changes });
