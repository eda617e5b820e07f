import type { Trail, TrailSpec } from '@trailbook/contract';

/** What the wizard asks for. */
export interface TrailDraft {
  name: string;
  group: string;
  region: string;
  stream: string;
  method: 'secret' | 'sts';
  accessKey: string;
  /** Empty while editing: the saved one stays. */
  secretKey: string;
  roleArn: string;
}

export const emptyDraft: TrailDraft = {
  name: '',
  group: '',
  region: 'us-east-1',
  stream: '',
  method: 'secret',
  accessKey: '',
  secretKey: '',
  roleArn: '',
};

/** A saved trail to CloudWatch, to be edited. Its secret never comes back. */
export function draftOf({ metadata, spec: { cloudWatch } }: Trail): TrailDraft {
  if (!cloudWatch) return { ...emptyDraft, name: metadata.name ?? '' };
  const { group, region, stream, credentials } = cloudWatch;
  return {
    name: metadata.name ?? '',
    group,
    region,
    stream: stream ?? '',
    method: credentials.credentialType === 'sts' ? 'sts' : 'secret',
    accessKey: credentials.accessKey ?? '',
    secretKey: '',
    roleArn: credentials.sts?.arn ?? '',
  };
}

type Partition = NonNullable<NonNullable<TrailSpec['cloudWatch']>['credentials']['partition']>;

/** Which part of AWS a region is in; the server checks it. */
function partitionOf(region: string): Partition {
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  if (region.startsWith('us-isob-')) return 'aws-iso-b';
  if (region.startsWith('us-iso-')) return 'aws-iso';
  return 'aws';
}

/** As the API takes it. */
export function specOf(draft: TrailDraft): TrailSpec {
  const { group, region, stream, method, accessKey, secretKey, roleArn } = draft;
  const partition = partitionOf(region);
  const credentials =
    method === 'sts'
      ? ({ credentialType: 'sts', partition, sts: { arn: roleArn.trim() } } as const)
      : ({
          credentialType: 'secret',
          partition,
          accessKey: accessKey.trim(),
          ...(secretKey && { secretKey: secretKey.trim() }),
        } as const);
  return {
    type: 'cloudwatch',
    cloudWatch: { group: group.trim(), region: region.trim(), stream: stream.trim(), credentials },
  };
}

export type Problems = Partial<Record<keyof TrailDraft, string>>;

/** What is missing on each step before one may go on. */
export function problemsOf(step: number, draft: TrailDraft, editing: boolean): Problems {
  const wanted = (field: keyof TrailDraft, sentence: string): Problems =>
    draft[field].trim() ? {} : { [field]: sentence };
  if (step === 0) return wanted('name', 'Give the trail a name.');
  if (step === 1) {
    const shape = /^[A-Za-z0-9._/#-]{1,512}$/.test(draft.group.trim());
    return {
      ...(!shape && { group: 'A log group has 1 to 512 letters, digits and . _ / # -' }),
      ...wanted('region', 'Name the AWS region.'),
    };
  }
  if (step !== 2) return {};
  if (draft.method === 'sts') return wanted('roleArn', 'Name the role by its ARN.');
  return {
    ...wanted('accessKey', 'The access key is needed.'),
    ...(!editing && wanted('secretKey', 'The secret key is needed.')),
  };
}
