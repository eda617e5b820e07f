import type { AwsPartition, CloudWatchConfiguration } from '@trailbook/sinks';

/** What is stored of a CloudWatch trail, without its secrets. */
export interface CloudWatchSettings {
  group: string;
  region: string;
  partition: AwsPartition;
  /** As configured; empty when a name was made from the trail's. */
  stream: string;
  /** The stream that is written to. */
  streamName: string;
  credentials: { policyARNs: string[] } & (
    | { credentialType: 'secret'; accessKey: string; hasToken: boolean }
    | { credentialType: 'sts'; arn: string; externalId: string }
    | { credentialType: 'pod-identity'; roleArn: string; externalId: string; permissionBoundaryArn?: string }
  );
}

/** What is stored encrypted. */
export interface TrailSecrets {
  secretKey?: string;
  secretToken?: string;
}

/** What the sink needs, complete with its secrets. */
export function configurationOf(
  trailUid: string,
  { group, region, partition, streamName, credentials }: CloudWatchSettings,
  secrets: TrailSecrets,
): CloudWatchConfiguration {
  const target = { group, region, partition, stream: streamName };
  if (credentials.credentialType === 'secret') {
    const { accessKey } = credentials;
    const { secretKey = '', secretToken } = secrets;
    const key = { type: 'key', accessKeyId: accessKey, secretAccessKey: secretKey } as const;
    return { ...target, credentials: { ...key, ...(secretToken && { sessionToken: secretToken }) } };
  }
  const roleArn = credentials.credentialType === 'sts' ? credentials.arn : credentials.roleArn;
  const sessionName = `trailbook-${trailUid}`;
  return { ...target, credentials: { type: 'role', roleArn, externalId: credentials.externalId, sessionName } };
}

/** The role that a trail assumes, if it does. */
export function roleOf({ credentials }: CloudWatchSettings): string | undefined {
  if (credentials.credentialType === 'secret') return undefined;
  return credentials.credentialType === 'sts' ? credentials.arn : credentials.roleArn;
}

/** A stream's name for a trail that asks for none: CloudWatch allows everything but `:` and `*`, up to 512 characters. */
export function streamNameFor(trailName: string): string {
  return `trailbook-${trailName.replace(/[^A-Za-z0-9._/#-]+/g, '-')}`.slice(0, 512);
}
