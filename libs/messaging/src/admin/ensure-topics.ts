import { ConfigResourceTypes, type Admin } from 'kafkajs';
import { setTimeout } from 'node:timers/promises';
import { MessagingError } from '../errors';
import type { KafkaConnection } from '../kafka/connection';
import { minInsyncFor, minInsyncReplicas, replicationWarnings } from './durability';

export interface TopicDeclaration {
  name: string;
  partitions: number;
  replication: number;
  /** Kafka's own names: `retention.ms`, `max.message.bytes`, …; `min.insync.replicas` follows from the replication. */
  config: Record<string, string>;
}

export interface EnsuredTopic {
  name: string;
  created: boolean;
  /** How an existing topic differs from what is declared, one sentence each. It is reported, never changed. */
  mismatches: string[];
  /** How its replication could lose records or stop them, and what to do, one sentence each. */
  warnings: string[];
}

export interface AuditTopicsOptions {
  events?: string;
  rejected?: string;
  partitions?: number;
  replication?: number;
  retentionDays?: number;
}

const day = 86_400_000;
const MiB = 1024 * 1024;

/** The two topics of the event contract. */
export function auditTopics(options: AuditTopicsOptions = {}): TopicDeclaration[] {
  const { partitions = 12, replication = 1, retentionDays = 14 } = options;
  const retention = String(retentionDays * day);
  return [
    {
      name: options.events ?? 'audit.events',
      partitions,
      replication,
      // The broker's clock says when an event was received, not each producer's.
      config: { 'retention.ms': retention, 'cleanup.policy': 'delete', 'message.timestamp.type': 'LogAppendTime' },
    },
    {
      // A rejected record is the original one and a few headers more, so its limit is twice Kafka's default.
      name: options.rejected ?? 'audit.events.rejected',
      partitions,
      replication,
      config: { 'retention.ms': retention, 'cleanup.policy': 'delete', 'max.message.bytes': String(2 * MiB) },
    },
  ];
}

/**
 * Makes the topics that are missing; one that exists is compared and left alone.
 * @throws KafkaUnreachableError, or Kafka's own error when it refuses to make one
 */
export async function ensureTopics(kafka: KafkaConnection, topics: TopicDeclaration[]): Promise<EnsuredTopic[]> {
  return kafka.withAdmin(async (admin) => {
    const existing = new Set(await admin.listTopics());
    const missing = topics.filter(({ name }) => !existing.has(name));
    const created = new Set<string>();
    for (const topic of missing) if (await create(admin, topic)) created.add(topic.name);
    return Promise.all(
      topics.map(async (topic) => {
        const found = created.has(topic.name) ? { mismatches: [], warnings: [] } : await compare(admin, topic);
        return { name: topic.name, created: created.has(topic.name), ...found };
      }),
    );
  }, 30_000);
}

async function create(admin: Admin, topic: TopicDeclaration): Promise<boolean> {
  // False when another instance was faster: then it is one that exists.
  const created = await admin.createTopics({
    waitForLeaders: false,
    timeout: 15_000,
    topics: [
      {
        topic: topic.name,
        numPartitions: topic.partitions,
        replicationFactor: topic.replication,
        configEntries: Object.entries({
          [minInsyncReplicas]: String(minInsyncFor(topic.replication)),
          ...topic.config,
        }).map(([name, value]) => ({ name, value })),
      },
    ],
  });
  await untilLed(admin, topic.name);
  return created;
}

/**
 * Waits until every partition has a leader. kafkajs' own waiting gives up when the broker that it asks has not heard of
 * the topic from the controller yet, as it often has not on a busy machine.
 */
async function untilLed(admin: Admin, name: string): Promise<void> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    try {
      const { topics } = await admin.fetchTopicMetadata({ topics: [name] });
      const partitions = topics[0]?.partitions ?? [];
      if (partitions.length > 0 && partitions.every(({ leader }) => leader >= 0)) return;
    } catch (error) {
      const { type } = error as { type?: string };
      if (type !== 'UNKNOWN_TOPIC_OR_PARTITION' && type !== 'LEADER_NOT_AVAILABLE') throw error;
    }
    if (Date.now() > deadline) {
      throw new MessagingError('topic-not-led', `Kafka made the topic ${name}, but it has no leader yet.`, true);
    }
    await setTimeout(100);
  }
}

async function compare(admin: Admin, topic: TopicDeclaration): Promise<Pick<EnsuredTopic, 'mismatches' | 'warnings'>> {
  const configNames = [minInsyncReplicas, ...Object.keys(topic.config)];
  const [metadata, configs] = await Promise.all([
    admin.fetchTopicMetadata({ topics: [topic.name] }),
    admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: ConfigResourceTypes.TOPIC, name: topic.name, configNames }],
    }),
  ]);
  const mismatches: string[] = [];
  const partitions = metadata.topics[0]?.partitions ?? [];
  if (partitions.length !== topic.partitions) {
    mismatches.push(`topic ${topic.name} has ${partitions.length} partitions, ${topic.partitions} were asked for`);
  }
  const found = new Map(
    (configs.resources[0]?.configEntries ?? []).map((entry) => [entry.configName, entry.configValue]),
  );
  for (const [name, wanted] of Object.entries(topic.config)) {
    const value = found.get(name);
    if (value !== undefined && wanted !== value) {
      mismatches.push(`topic ${topic.name} has ${name}=${value}, ${wanted} was asked for`);
    }
  }
  const minInsync = Number(found.get(minInsyncReplicas));
  const replicas = Math.min(...partitions.map(({ replicas: on }) => on.length));
  const isKnown = Number.isInteger(minInsync) && Number.isFinite(replicas);
  const warnings = isKnown
    ? replicationWarnings({ name: topic.name, replicas, wanted: topic.replication, minInsync })
    : [];
  return { mismatches, warnings };
}
