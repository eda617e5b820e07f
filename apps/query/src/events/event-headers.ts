import { eventTypes, limits, restTime } from '@trailbook/contract';
import type { KafkaLog, StoredEntry } from '@trailbook/store/read';

/** Attributes of the contract. Of these a subject alone may be too long for a header: it has no limit of its own. */
const known = new Set(['specversion', 'id', 'source', 'type', 'time', 'subject', 'traceparent']);
const mostKnown = 2_048;

/** As CloudEvents' HTTP binding writes attributes: what a header may not hold, and `"` and `%`, percent-encoded. */
const headerValue = (text: string): string =>
  text.replace(/[^\x20-\x7e]|["%]/gu, (character) => encodeURIComponent(character));

/** The attributes that a CloudEvent in binary mode has in its headers. */
export const envelopeOf = ({ attributes, id, source, time }: StoredEntry): Record<string, string> => ({
  ...attributes,
  ...{ specversion: '1.0', id, source, type: eventTypes.event, time: restTime(time) },
});

/**
 * The envelope of a binary event as `ce-…` headers (a structured one is its own envelope), how far its source is known, when it
 * was stored, and where in Kafka it was. The content type is that of JSON in both modes: clients of the API have no decoder
 * for another.
 * A head that is too large is refused on the way to the client, as a whole: attributes that would make it so are left out,
 * never cut, and their number is said.
 */
export function eventHeaders(entry: StoredEntry, { cluster, topic }: KafkaLog): Record<string, string> {
  const { kafka, mode, receivedAt, sourceVerification } = entry;
  const { headers, leftOut } = mode === 'binary' ? attributeHeaders(entry) : { headers: {}, leftOut: 0 };
  return {
    'content-type': 'application/json; charset=utf-8',
    ...headers,
    'trailbook-attributes-left-out': String(leftOut),
    'trailbook-content-mode': mode,
    'trailbook-source-verification': sourceVerification,
    'trailbook-received-at': restTime(receivedAt),
    'trailbook-kafka-cluster': headerValue(cluster),
    'trailbook-kafka-topic': headerValue(topic),
    'trailbook-kafka-epoch': String(kafka.epoch),
    'trailbook-kafka-partition': String(kafka.partition),
    'trailbook-kafka-offset': kafka.offset,
  };
}

/** Extensions get as much room as the contract gives them, in percent-encoded characters. */
function attributeHeaders(entry: StoredEntry): { headers: Record<string, string>; leftOut: number } {
  const headers: Record<string, string> = {};
  let room: number = limits.extensionBytes;
  let extensions: number = limits.extensions;
  let leftOut = 0;
  for (const [name, text] of Object.entries(envelopeOf(entry))) {
    const value = headerValue(text);
    const size = name.length + value.length;
    const isExtension = !known.has(name);
    if (isExtension ? extensions === 0 || size > room : size > mostKnown) {
      leftOut += 1;
      continue;
    }
    if (isExtension) [room, extensions] = [room - size, extensions - 1];
    headers[`ce-${name}`] = value;
  }
  return { headers, leftOut };
}
