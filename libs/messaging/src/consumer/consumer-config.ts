import type { ConsumerConfig } from 'kafkajs';
import type { ConsumerDeclaration } from './declaration';

/** A declared consumer as kafkajs wants it. A session that fails is not taken up again there: `GroupConsumer` begins another. */
export const consumerConfig = (settings: Required<ConsumerDeclaration>): ConsumerConfig => ({
  groupId: settings.group,
  allowAutoTopicCreation: false,
  maxBytesPerPartition: settings.maxBytesPerPartition,
  maxBytes: settings.maxBytes,
  maxWaitTimeInMs: settings.maxWaitMs,
  sessionTimeout: settings.sessionTimeoutMs,
  heartbeatInterval: Math.floor(settings.sessionTimeoutMs / 5),
  rebalanceTimeout: 30_000,
  metadataMaxAge: 60_000,
  retry: { retries: 6, initialRetryTime: 100, maxRetryTime: 2_000, restartOnFailure: () => Promise.resolve(false) },
});
