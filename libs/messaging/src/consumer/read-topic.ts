import { randomUUID } from 'node:crypto';
import { watermarks } from '../admin/describe';
import { MessagingError } from '../errors';
import type { KafkaConnection } from '../kafka/connection';
import type { ReceivedRecord } from '../records';
import { GroupConsumer } from './group-consumer';

export interface ReadTopicOptions {
  /** The consumer group's name begins so; a group of its own is made, and tells Kafka no offsets. */
  groupPrefix: string;
  /** How long it may take in all, milliseconds. */
  timeoutMs: number;
}

/**
 * Reads all that a topic holds at this moment, each partition in order, without a trace in any other group.
 * @throws MessagingError when Kafka can't be reached, or is not done in time
 */
export async function readTopic(
  kafka: KafkaConnection,
  topic: string,
  visit: (record: ReceivedRecord) => void,
  { groupPrefix, timeoutMs }: ReadTopicOptions,
): Promise<void> {
  const log = await watermarks(kafka, topic);
  const left = new Set([...log].filter(([, { low, high }]) => high > low).map(([partition]) => partition));
  if (left.size === 0) return;
  let finished: () => void = () => undefined;
  let timer: NodeJS.Timeout | undefined;
  const done = new Promise<void>((resolve, reject) => {
    finished = resolve;
    const late = `${topic} could not be read to its end within ${timeoutMs} ms.`;
    timer = setTimeout(() => reject(new MessagingError('read-timeout', late, true)), timeoutMs);
  });
  const consumer = new GroupConsumer(
    kafka,
    { name: 'read-topic', topic, group: `${groupPrefix}-${randomUUID()}` },
    {
      // After an interruption each partition goes on behind what was visited.
      assigned: (asked) =>
        Promise.resolve(new Map(asked.map(({ partition }) => [partition, log.get(partition)?.low ?? 0n]))),
      batch: ({ partition, records, to }) => {
        const ends = log.get(partition);
        if (ends === undefined) return Promise.resolve();
        for (const record of records) {
          if (record.offset < ends.low || record.offset >= ends.high) continue;
          visit(record);
        }
        if (to > ends.low) ends.low = to;
        if (ends.low >= ends.high) left.delete(partition);
        if (left.size === 0) finished();
        return Promise.resolve();
      },
      revoked: () => Promise.resolve(),
      stopping: () => Promise.resolve(),
    },
  );
  consumer.start();
  try {
    await done;
  } finally {
    clearTimeout(timer);
    await consumer.stop();
  }
}
