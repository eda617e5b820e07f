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

/** What is stored of a trail that delivers to a Splunk HTTP Event Collector, without its token. */
export interface SplunkSettings {
  /** `https://HOST:PORT`. */
  url: string;
  index?: string;
  source?: string;
  sourcetype?: string;
}

export type TrailSettings = CloudWatchSettings | SplunkSettings;
export type TrailType = 'cloudwatch' | 'splunk';

export const isSplunk = (settings: TrailSettings): settings is SplunkSettings => 'url' in settings;
export const typeOf = (settings: TrailSettings): TrailType => (isSplunk(settings) ? 'splunk' : 'cloudwatch');

/** The settings of an element of a data-sink configuration: those are CloudWatch's alone. */
export function cloudWatchOf(settings: TrailSettings): CloudWatchSettings {
  if (isSplunk(settings)) throw new TypeError('a data-sink configuration has a sink that is not of CloudWatch');
  return settings;
}

/** What is stored encrypted: of CloudWatch the first two, of Splunk the last. */
export interface TrailSecrets {
  secretKey?: string;
  secretToken?: string;
  token?: string;
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
export function roleOf(settings: TrailSettings): string | undefined {
  if (isSplunk(settings) || settings.credentials.credentialType === 'secret') return undefined;
  const { credentials } = settings;
  return credentials.credentialType === 'sts' ? credentials.arn : credentials.roleArn;
}

/** A stream's name for a trail that asks for none: CloudWatch allows everything but `:` and `*`, up to 512 characters. */
export function streamNameFor(trailName: string): string {
  return `trailbook-${trailName.replace(/[^A-Za-z0-9._/#-]+/g, '-')}`.slice(0, 512);
}
