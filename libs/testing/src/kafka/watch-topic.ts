import { randomUUID } from 'node:crypto';
import {
  auditTopics,
  connectKafka,
  ensureTopics,
  GroupConsumer,
  type KafkaConnection,
  type ReceivedRecord,
} from '@trailbook/messaging';
import { testParts } from '../parts/test-parts';

/** All that a topic has had since its watching began, in the order of each partition. */
export interface WatchedTopic {
  kafka: KafkaConnection;
  readonly records: readonly ReceivedRecord[];
  stop(): Promise<void>;
}

/** Makes the topic, if need be, and reads it from its beginning. */
export async function watchTopic(topic: string, partitions = 3): Promise<WatchedTopic> {
  const kafka = connectKafka({ brokers: [testParts().kafka], ssl: false }, { clientId: 'spec' });
  await ensureTopics(kafka, auditTopics({ events: topic, partitions }).slice(0, 1));
  const records: ReceivedRecord[] = [];
  const consumer = new GroupConsumer(
    kafka,
    { name: 'watch', topic, group: randomUUID() },
    {
      batch: (batch) => {
        records.push(...batch.records);
        return Promise.resolve();
      },
      assigned: (assigned) => Promise.resolve(new Map(assigned.map(({ partition }) => [partition, 0n]))),
      revoked: () => Promise.resolve(),
      stopping: () => Promise.resolve(),
    },
  );
  consumer.start();
  return { kafka, records, stop: () => consumer.stop() };
}
