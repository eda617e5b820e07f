import { topics } from '@trailbook/contract';
import { readTopic, type KafkaConnection, type ReceivedRecord } from '@trailbook/messaging';

/** Where in the topic of events a record is. */
export const placeOf = (partition: number | string, offset: bigint | string): string => `${partition}/${offset}`;

export interface RejectedRecord {
  /** Of the record that was rejected. */
  readonly place: string;
  readonly code: string;
  readonly value: string;
}

/** Whatever is in the rejected topic. */
export async function readRejected(kafka: KafkaConnection): Promise<RejectedRecord[]> {
  const rejected: RejectedRecord[] = [];
  const options = { groupPrefix: 'chaos', timeoutMs: 60_000 };
  await readTopic(kafka, topics.rejected.name, (records) => void rejected.push(...records.map(rejectedOf)), options);
  return rejected;
}

function rejectedOf({ value, headers }: ReceivedRecord): RejectedRecord {
  const header = (name: string) => headers[name]?.toString() ?? 'none';
  return {
    place: placeOf(header('reject-partition'), header('reject-offset')),
    code: header('reject-code'),
    value: value?.toString() ?? '',
  };
}
