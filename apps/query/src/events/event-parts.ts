import { restTime } from '@trailbook/contract';
import type { KafkaLog, StoredEntry } from '@trailbook/store/read';
import { envelopeOf } from './event-headers';

/** An event as received, as one JSON object, whatever its size: what headers can't hold is here, too. */
export interface EventParts {
  contentMode: StoredEntry['mode'];
  /** In binary mode; a structured event is its own envelope. */
  attributes?: Record<string, string>;
  sourceVerification: StoredEntry['sourceVerification'];
  receivedAt: string;
  kafka: { cluster: string; topic: string; epoch: number; partition: number; offset: string };
  /** The bytes of the record's value, in Base64. */
  valueBase64: string;
}

export function eventParts(entry: StoredEntry, { cluster, topic }: KafkaLog): EventParts {
  const { mode, sourceVerification, receivedAt, kafka, value } = entry;
  return {
    contentMode: mode,
    ...(mode === 'binary' && { attributes: envelopeOf(entry) }),
    sourceVerification,
    receivedAt: restTime(receivedAt),
    kafka: { cluster, topic, ...kafka },
    valueBase64: Buffer.from(value).toString('base64'),
  };
}
