import type { ActionType, Trail, TrailFilter, TrailSpec } from '@trailbook/contract';

/** What the wizard asks for. */
export interface TrailDraft {
  name: string;
  /** Only entries that have one of the values of each list; an empty list lets all through. */
  actionTypes: ActionType[];
  resourceKinds: string[];
  /** Uids. */
  projects: string[];
  group: string;
  region: string;
  stream: string;
  method: 'secret' | 'sts';
  accessKey: string;
  /** Empty while editing: the saved one stays. */
  secretKey: string;
  roleArn: string;
  /** Of the role; empty: the tenant's own. */
  externalId: string;
}

export const emptyDraft: TrailDraft = {
  name: '',
  actionTypes: [],
  resourceKinds: [],
  projects: [],
  group: '',
  region: 'us-east-1',
  stream: '',
  method: 'secret',
  accessKey: '',
  secretKey: '',
  roleArn: '',
  externalId: '',
};

/** A saved trail to CloudWatch, to be edited. Its secret never comes back. */
export function draftOf({ metadata, spec: { cloudWatch, filter } }: Trail): TrailDraft {
  const named = { ...emptyDraft, name: metadata.name, ...filter };
  if (!cloudWatch) return named;
  const { group, region, stream, credentials } = cloudWatch;
  return {
    ...named,
    group,
    region,
    stream: stream ?? '',
    method: credentials.credentialType === 'sts' ? 'sts' : 'secret',
    accessKey: credentials.accessKey ?? '',
    roleArn: credentials.sts?.arn ?? '',
    externalId: credentials.sts?.externalId ?? '',
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
  const { group, region, stream, method, accessKey, secretKey, roleArn, externalId } = draft;
  const partition = partitionOf(region);
  const credentials =
    method === 'sts'
      ? ({ credentialType: 'sts', partition, sts: { arn: roleArn.trim(), ...(externalId && { externalId }) } } as const)
      : ({
          credentialType: 'secret',
          partition,
          accessKey: accessKey.trim(),
          ...(secretKey && { secretKey: secretKey.trim() }),
        } as const);
  return {
    type: 'cloudwatch',
    cloudWatch: { group: group.trim(), region: region.trim(), stream: stream.trim(), credentials },
    ...(hasFilter(draft) && { filter: filterOf(draft) }),
  };
}

/** Whether a filter lets only some entries through. */
export function hasFilter({ actionTypes, resourceKinds, projects }: TrailFilter): boolean {
  return [actionTypes, resourceKinds, projects].some((list) => list !== undefined && list.length > 0);
}

const filterOf = ({ actionTypes, resourceKinds, projects }: TrailDraft): TrailFilter => ({
  ...(actionTypes.length > 0 && { actionTypes }),
  ...(resourceKinds.length > 0 && { resourceKinds }),
  ...(projects.length > 0 && { projects }),
});

type TextField = { [Field in keyof TrailDraft]: TrailDraft[Field] extends string ? Field : never }[keyof TrailDraft];
export type Problems = Partial<Record<TextField, string>>;

/** What is missing on each step before one may go on. */
export function problemsOf(step: number, draft: TrailDraft, editing: boolean): Problems {
  const wanted = (field: TextField, sentence: string): Problems => (draft[field].trim() ? {} : { [field]: sentence });
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
