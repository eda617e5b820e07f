import { randomBytes } from 'node:crypto';
import { AwsError } from '../aws-error';

/** The only CloudWatch calls that Trailbook's product description lets a trail make. */
export const sixPermissions = [
  'logs:DescribeLogGroups',
  'logs:CreateLogGroup',
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'logs:DeleteLogStream',
  'logs:DescribeLogStreams',
] as const;

export interface AccessKey {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  /** Milliseconds since the epoch; only session keys have one. */
  expiresAt?: number;
  account: string;
  principalArn: string;
  /** IAM actions, or `*`. */
  permissions: readonly string[];
  disabled: boolean;
}

export interface Role {
  arn: string;
  account: string;
  /** Absent: anyone with a valid key may assume it, as a trust policy without a condition lets them. */
  externalId?: string;
  permissions: readonly string[];
  /** Caps a session's life below what was asked for, so that a test sees expiry without waiting. */
  maxSessionSeconds: number;
}

/** The keys and roles that exist. Nothing is accepted that was not made here. */
export class Accounts {
  private readonly keys = new Map<string, AccessKey>();
  private readonly roles = new Map<string, Role>();

  putKey(key: AccessKey): void {
    this.keys.set(key.accessKeyId, key);
  }

  putRole(role: Role): void {
    this.roles.set(role.arn, role);
  }

  key(accessKeyId: string): AccessKey | undefined {
    return this.keys.get(accessKeyId);
  }

  /** Disables or enables a key; for a role's sessions too, where the role's ARN is given. */
  setDisabled(accessKeyIdOrRoleArn: string, disabled: boolean): boolean {
    const sessionPrefix = accessKeyIdOrRoleArn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/');
    let changed = false;
    for (const key of this.keys.values()) {
      if (key.accessKeyId !== accessKeyIdOrRoleArn && !key.principalArn.startsWith(`${sessionPrefix}/`)) continue;
      key.disabled = disabled;
      changed = true;
    }
    return changed;
  }

  /** Makes every live session of every role expire now. */
  expireSessions(now: number): void {
    for (const key of this.keys.values()) if (key.expiresAt !== undefined) key.expiresAt = now - 1;
  }

  /** @throws AwsError `AccessDenied` when there is no such role, or the external id is not the role's. */
  assume(
    caller: AccessKey,
    roleArn: string,
    session: string,
    seconds: number,
    externalId: string | undefined,
  ): AccessKey {
    const role = this.roles.get(roleArn);
    if (role === undefined || (role.externalId !== undefined && role.externalId !== externalId)) {
      const message = `User: ${caller.principalArn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`;
      throw new AwsError('AccessDenied', message, 403);
    }
    const key: AccessKey = {
      accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: randomBytes(120).toString('base64'),
      expiresAt: Date.now() + Math.min(seconds, role.maxSessionSeconds) * 1000,
      account: role.account,
      principalArn: `${role.arn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/${session}`,
      permissions: role.permissions,
      disabled: false,
    };
    this.putKey(key);
    return key;
  }
}
