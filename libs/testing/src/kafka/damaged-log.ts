import type { KafkaConnection } from '@trailbook/messaging';
import { waitFor } from '../waiting/wait-for';

/** Deletes what a partition holds below an offset, as Kafka itself does when the retention is over. */
export async function deleteBelow(
  kafka: KafkaConnection,
  topic: string,
  partition: number,
  offset: bigint,
): Promise<void> {
  await kafka.withAdmin(async (admin) => {
    await admin.fetchTopicMetadata({ topics: [topic] }); // the client does not ask by itself who leads the partition
    await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: String(offset) }] });
  });
}

/** Deletes a topic, and waits until the cluster has forgotten it: only then can one of its name be made. */
export async function deleteTopic(kafka: KafkaConnection, topic: string): Promise<void> {
  await kafka.withAdmin((admin) => admin.deleteTopics({ topics: [topic] }));
  await waitFor('the topic to be gone', async () => {
    const topics = await kafka.withAdmin((admin) => admin.listTopics());
    return !topics.includes(topic);
  });
}
