/** Partitions that a trail may name. */
export const awsPartitions = ['aws', 'aws-us-gov', 'aws-iso', 'aws-iso-b'] as const;
export type AwsPartition = (typeof awsPartitions)[number];

/** A key of the tenant's own. */
export interface KeyCredentials {
  readonly type: 'key';
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** A role of the tenant's that the platform's own identity assumes. */
export interface RoleCredentials {
  readonly type: 'role';
  readonly roleArn: string;
  readonly externalId: string;
  /** Shown in the tenant's CloudTrail. */
  readonly sessionName: string;
}

/** Where a tenant's entries go, and as whom. */
export interface CloudWatchConfiguration {
  readonly group: string;
  readonly stream: string;
  readonly region: string;
  readonly partition: AwsPartition;
  readonly credentials: KeyCredentials | RoleCredentials;
}

/** Credentials as the AWS SDK takes them. */
export interface AwsIdentity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** @param options.forceRefresh asks for credentials that were not given out before, where there can be others */
export type AwsIdentityProvider = (options?: { readonly forceRefresh?: boolean }) => Promise<AwsIdentity>;
