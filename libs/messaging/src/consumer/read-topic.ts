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
 * Reads all that a topic holds at this moment, each partition in order, without a trace in any other group. Nothing more is
 * taken until `visit` has resolved.
 * @throws what `visit` throws
 * @throws MessagingError when Kafka can't be reached, or is not done in time
 */
export async function readTopic(
  kafka: KafkaConnection,
  topic: string,
  visit: (records: readonly ReceivedRecord[]) => Promise<void> | void,
  { groupPrefix, timeoutMs }: ReadTopicOptions,
): Promise<void> {
  const log = await watermarks(kafka, topic);
  const left = new Set([...log].filter(([, { low, high }]) => high > low).map(([partition]) => partition));
  if (left.size === 0) return;
  let end: (failure?: Error) => void = () => undefined;
  const done = new Promise<void>((resolve, reject) => {
    end = (failure) => (failure === undefined ? resolve() : reject(failure));
  });
  done.catch(() => undefined); // awaited below
  const late = `${topic} could not be read to its end within ${timeoutMs} ms.`;
  const timer = setTimeout(() => end(new MessagingError('read-timeout', late, true)), timeoutMs);
  const consumer = new GroupConsumer(
    kafka,
    { name: 'read-topic', topic, group: `${groupPrefix}-${randomUUID()}` },
    {
      // After an interruption each partition goes on behind what was visited.
      assigned: (asked) =>
        Promise.resolve(new Map(asked.map(({ partition }) => [partition, log.get(partition)?.low ?? 0n]))),
      batch: async ({ partition, records, to }) => {
        const ends = log.get(partition);
        if (ends === undefined) return;
        try {
          await visit(records.filter(({ offset }) => offset >= ends.low && offset < ends.high));
        } catch (error) {
          end(error instanceof Error ? error : new Error(String(error)));
          return;
        }
        if (to > ends.low) ends.low = to;
        if (ends.low >= ends.high) left.delete(partition);
        if (left.size === 0) end();
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
