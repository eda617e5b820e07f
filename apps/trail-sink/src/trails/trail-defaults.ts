import { permittedActions } from '@trailbook/sinks';

export interface PolicyTarget {
  readonly group: string;
  readonly region: string;
  readonly partition: string;
  /** The tenant's AWS account; `*` where it isn't known yet. */
  readonly account: string;
}

/**
 * The permissions policy for a tenant's role or user. DescribeLogGroups is authorised on all groups of the account; the
 * others on the group and on its streams.
 */
export function permissionsPolicy({ group, region, partition, account }: PolicyTarget) {
  const groups = `arn:${partition}:logs:${region}:${account}:log-group`;
  const describe = 'logs:DescribeLogGroups';
  return {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: [describe], Resource: `${groups}:*` },
      {
        Effect: 'Allow',
        Action: permittedActions.filter((action) => action !== describe),
        Resource: [`${groups}:${group}`, `${groups}:${group}:*`],
      },
    ],
  };
}

/** The trust policy for a tenant's role: the platform alone, and only with the tenant's external id. */
export function trustPolicy(principalArn: string, externalId: string) {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: principalArn },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': externalId } },
      },
    ],
  };
}

/** What a trust policy names: a role rather than one session of it. */
export function principalOf(callerArn: string): string {
  return callerArn.replace(/^(arn:[a-z-]+):sts(::\d+:)assumed-role\/([^/]+)\/.*$/, '$1:iam$2role/$3');
}
