export {
  assumeRole,
  awsFailure,
  awsPartitions,
  callerArn,
  CloudWatchSink,
  openConnections,
  partitionOfRegion,
  permittedActions,
  type AwsIdentity,
  type AwsIdentityProvider,
  type AwsPartition,
  type CloudWatchConfiguration,
  type ConnectionOptions,
  type IdentityOptions,
  type KeyCredentials,
  type RoleCredentials,
  type StsOptions,
} from './cloudwatch';
export { AddressPolicy } from './net/address-policy';
export { guardedAgent, type GuardedAgentOptions } from './net/guarded-agent';
export { SplunkSink, type SplunkConfiguration, type SplunkOptions } from './splunk';
export { cutBatches } from './batch/cut';
export type { BatchLimits } from './batch/limits';
export { shorten } from './batch/shorten';
export type {
  Delivered,
  DeliveryOutcome,
  PackedEvents,
  Refused,
  Retriable,
  Sink,
  SinkBatch,
  SinkEvent,
  SinkEvents,
  SinkLimits,
  Split,
  StepStatus,
  Stretch,
  VerificationReport,
  VerificationStep,
} from './sink';
