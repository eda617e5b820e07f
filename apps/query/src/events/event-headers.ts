import { eventTypes, restTime } from '@trailbook/contract';
import type { KafkaLog, StoredEntry } from '@trailbook/store/read';

/** As CloudEvents' HTTP binding writes attributes: what a header may not hold, and `"` and `%`, percent-encoded. */
const headerValue = (text: string): string =>
  text.replace(/[^\x20-\x7e]|["%]/gu, (character) => encodeURIComponent(character));

/**
 * The envelope of a binary event as `ce-…` headers (a structured one is its own envelope), when it was stored, and where
 * in Kafka it was. The content type is that of JSON in both modes: clients of the API have no decoder for another.
 */
export function eventHeaders(entry: StoredEntry, { cluster, topic }: KafkaLog): Record<string, string> {
  const { attributes, id, kafka, mode, receivedAt, source, time } = entry;
  const envelope = { ...attributes, specversion: '1.0', id, source, type: eventTypes.event, time: restTime(time) };
  const ce = Object.entries(envelope).map(([name, value]) => [`ce-${name}`, headerValue(value)]);
  return {
    'content-type': 'application/json; charset=utf-8',
    ...(mode === 'binary' && (Object.fromEntries(ce) as Record<string, string>)),
    'trailbook-content-mode': mode,
    'trailbook-received-at': restTime(receivedAt),
    'trailbook-kafka-cluster': headerValue(cluster),
    'trailbook-kafka-topic': headerValue(topic),
    'trailbook-kafka-epoch': String(kafka.epoch),
    'trailbook-kafka-partition': String(kafka.partition),
    'trailbook-kafka-offset': kafka.offset,
  };
}
