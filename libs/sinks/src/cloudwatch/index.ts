export { CloudWatchSink } from './cloudwatch-sink';
export {
  awsPartitions,
  type AwsIdentity,
  type AwsIdentityProvider,
  type AwsPartition,
  type CloudWatchConfiguration,
  type KeyCredentials,
  type RoleCredentials,
} from './configuration';
export { openConnections, type ConnectionOptions } from './connections';
export { awsFailure } from './errors';
export { assumeRole, callerArn, type IdentityOptions, type StsOptions } from './identity';
export { permittedActions } from './permitted';
export { partitionOfRegion } from './region';
