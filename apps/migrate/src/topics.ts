import { auditTopics, connectKafka, type EnsuredTopic, ensureTopics, kafkaConfigFrom } from '@trailbook/messaging';
import type { MigrateConfig } from './config';

/** Makes the topics that are missing; one that exists is only compared. */
export async function migrateTopics(config: MigrateConfig): Promise<EnsuredTopic[]> {
  const kafka = connectKafka(kafkaConfigFrom(config), { clientId: 'trailbook-migrate' });
  await kafka.assertReachable();
  return ensureTopics(
    kafka,
    auditTopics({
      events: config.AUDIT_TOPIC,
      rejected: config.AUDIT_REJECTED_TOPIC,
      partitions: config.AUDIT_PARTITIONS,
      replication: config.KAFKA_REPLICATION,
      retentionDays: config.KAFKA_RETENTION_DAYS,
    }),
  );
}
