import type { SinkEvent, SinkEvents, Stretch } from '../sink';

/** Events as delivery keeps them. Some messages lie behind each other, a few to a stretch. */
export function packed(events: readonly SinkEvent[], perStretch = 3): SinkEvents {
  const messages = events.map(({ message }) => message);
  const stretches: Stretch[] = [];
  for (let from = 0; from < messages.length; from += perStretch) {
    const some = messages.slice(from, from + perStretch);
    stretches.push({ bytes: Buffer.concat(some), texts: some.length });
  }
  return {
    length: events.length,
    [Symbol.iterator]: () => events.values(),
    packed: {
      length: events.length,
      times: Float64Array.from([...events.map(({ time }) => time), NaN]),
      sizes: Int32Array.from([...messages.map(({ length }) => length), -1]),
      bytes: messages.reduce((sum, { length }) => sum + length, 0),
      stretches: () => stretches,
    },
  };
}
