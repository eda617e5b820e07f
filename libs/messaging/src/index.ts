export { describeCluster, watermarks, type Watermarks } from './admin/describe';
export { logIdentity } from './admin/log-identity';
export {
  auditTopics,
  ensureTopics,
  type AuditTopicsOptions,
  type EnsuredTopic,
  type TopicDeclaration,
} from './admin/ensure-topics';
export type { AssignedPartition, ConsumerControl, PartitionBatch, Positions } from './consumer/batch';
export { BatchTransport, type BatchTransportOptions } from './consumer/batch-transport';
export type { ConsumerDeclaration } from './consumer/declaration';
export { BatchConsumer, OnAssigned, OnRevoked, OnStopping } from './consumer/decorators';
export { GroupConsumer, type BatchHandler } from './consumer/group-consumer';
export { readTopic, type ReadTopicOptions } from './consumer/read-topic';
export {
  KafkaConfigurationError,
  KafkaUnreachableError,
  MessagingError,
  PublishRefusedError,
  PublishTimeoutError,
  TopicError,
} from './errors';
export { kafkaConfigFrom, type KafkaConfig, type KafkaSettings } from './kafka/config';
export { connectKafka, KafkaConnection, type ConnectionOptions } from './kafka/connection';
export { KafkaReachability } from './kafka/reachability';
export { silentLog, type MessagingLog } from './log';
export { WakeUp } from './pace/wake-up';
export { AuditProducer, type AuditProducerOptions } from './producer/audit-producer';
export { recordsOfBatch } from './protocol/batch/kept-batch';
export type { OutgoingRecord, ReceivedRecord, RecordHeader } from './records';
export { RejectedPublisher, type RejectedPublisherOptions } from './rejected/rejected-publisher';
export { originalRecord, verbatimRecord, type Rejection } from './rejected/rejected-record';
export { producerSpan } from './tracing';
