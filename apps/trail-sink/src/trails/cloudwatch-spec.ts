import { awsPartitions, partitionOfRegion, type AwsPartition } from '@trailbook/sinks';
import type { BodyFields } from './body-fields';

/** Stands where a secret is: shown by GET, and taken by PUT for "as it is". */
export const secretMask = '********';

export const credentialTypes = ['secret', 'sts', 'pod-identity'] as const;

/** What a request says about where the entries go. A secret that is undefined is to stay as it is. */
export interface CloudWatchSpec {
  readonly group: string;
  readonly region: string;
  readonly partition: AwsPartition;
  /** Empty: a name is made from the trail's. */
  readonly stream: string;
  readonly credentials: CredentialsSpec;
}

export type CredentialsSpec = { readonly policyARNs: readonly string[] } & (
  | {
      readonly credentialType: 'secret';
      readonly accessKey: string;
      readonly secretKey: string | undefined;
      /** `null`: there is none. */
      readonly secretToken: string | null | undefined;
    }
  | { readonly credentialType: 'sts'; readonly arn: string; readonly externalId: string | undefined }
  | {
      readonly credentialType: 'pod-identity';
      readonly roleArn: string;
      readonly permissionBoundaryArn: string | undefined;
    }
);

const groupRule = {
  max: 512,
  pattern: /^[A-Za-z0-9._/#-]{1,512}$/,
  form: 'a log group’s name: letters, digits and . _ / # -',
};
const streamRule = { max: 512, pattern: /^[^:*]+$/, form: 'a log stream’s name: without : and *' };
const arnRule = { max: 2_048 };
const accessKeyRule = { max: 128, pattern: /^[\x21-\x7e]+$/, form: 'an access key’s id' };
const externalIdRule = {
  max: 1_224,
  pattern: /^[\w+=,.@:/-]{2,1224}$/,
  form: 'an external id of AWS: letters, digits and + = , . @ : / -',
};

/** @throws ApiError 400 naming the field */
export function parseCloudWatchSpec(fields: BodyFields): CloudWatchSpec {
  const group = fields.text('group', groupRule);
  const region = fields.text('region', { max: 64 });
  const stream = fields.optionalText('stream', streamRule) ?? '';
  const credentials = fields.object('credentials');
  const partition = credentials.isAbsent('partition')
    ? impliedPartition(region)
    : credentials.oneOf('partition', awsPartitions);
  return { group, region, partition, stream, credentials: parseCredentials(credentials) };
}

/** What is given is looked at, whichever of it the credential type then needs. */
function parseCredentials(fields: BodyFields): CredentialsSpec {
  const credentialType = fields.oneOf('credentialType', credentialTypes);
  const policyARNs = fields.optionalTexts('policyARNs', { ...arnRule, maxItems: 50 });
  const accessKey = fields.optionalText('accessKey', accessKeyRule);
  const secretKey = fields.optionalText('secretKey', { max: 512 });
  const secretToken = fields.optionalText('secretToken', { max: 4_096 });
  const sts = fields.optionalObject('sts');
  const podIdentity = fields.optionalObject('podIdentity');
  const [arn, externalId] = [sts?.optionalText('arn', arnRule), sts?.optionalText('externalId', externalIdRule)];
  const roleArn = podIdentity?.optionalText('roleArn', arnRule);
  const permissionBoundaryArn = podIdentity?.optionalText('permissionBoundaryArn', arnRule);
  if (credentialType === 'sts') {
    return { credentialType, policyARNs, arn: arn ?? fields.object('sts').text('arn', arnRule), externalId };
  }
  if (credentialType === 'pod-identity') {
    const needed = roleArn ?? fields.object('podIdentity').text('roleArn', arnRule);
    return { credentialType, policyARNs, roleArn: needed, permissionBoundaryArn };
  }
  return {
    credentialType,
    policyARNs,
    accessKey: accessKey ?? fields.text('accessKey', accessKeyRule),
    secretKey: unmasked(secretKey),
    secretToken: secretToken === undefined ? null : unmasked(secretToken),
  };
}

const unmasked = (secret: string | undefined): string | undefined => (secret === secretMask ? undefined : secret);

function impliedPartition(region: string): AwsPartition {
  const implied = partitionOfRegion(region);
  return awsPartitions.find((partition) => partition === implied) ?? 'aws';
}
