import { connectKafka, ensureTopics, kafkaConfigFrom, logIdentity } from '@trailbook/messaging';
import type { Client } from 'pg';

/** Makes the topic, and the epoch that ingest opens when it sees it for the first time. */
export async function knownLog(brokers: string, topic: string, admin: Client, partitions = 3): Promise<void> {
  const kafka = connectKafka(kafkaConfigFrom({ KAFKA_BROKERS: brokers }), { clientId: 'spec' });
  await ensureTopics(kafka, [{ name: topic, partitions, replication: 1, config: {} }]);
  await admin.query('INSERT INTO audit.kafka_epoch (cluster_id, topic, reason) VALUES ($1, $2, $3)', [
    await logIdentity(kafka, topic),
    topic,
    'spec',
  ]);
}
