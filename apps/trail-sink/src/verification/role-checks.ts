import { Inject, Injectable } from '@nestjs/common';
import { assumeRole, awsFailure } from '@trailbook/sinks';
import { randomBytes } from 'node:crypto';
import { TrailSinkConfig } from '../trail-sink.config';
import { PlatformPrincipal } from './platform-principal';
import { SinkFactory } from './sink-factory';

const timeoutMs = 5_000;

/** What has to be known of a role before a tenant may have it used. */
@Injectable()
export class RoleChecks {
  private readonly mayBeOwn: boolean;

  constructor(
    private readonly platform: PlatformPrincipal,
    private readonly sinks: SinkFactory,
    @Inject(TrailSinkConfig) config: TrailSinkConfig,
  ) {
    this.mayBeOwn = config.OWN_ACCOUNT_ROLES === undefined ? isElsewhere() : config.OWN_ACCOUNT_ROLES === 'allow';
  }

  /**
   * Whether the role is one of the platform's own AWS account. Such a role may trust the whole account, the platform's
   * principal with it, and then no tenant's external id is asked for.
   */
  async isPlatforms(roleArn: string): Promise<boolean> {
    if (this.mayBeOwn) return false;
    const own = accountOf((await this.platform.arn()) ?? '');
    return own !== undefined && own === accountOf(roleArn);
  }

  /**
   * Whether AWS refuses the role to whoever has not its external id: then a tenant that has it used by its own id, which
   * nobody chooses, was let in by the role's owner.
   */
  async asksForExternalId(roleArn: string, region: string): Promise<boolean> {
    const { connections, platform } = this.sinks;
    const externalId = `trailbook-nobody-${randomBytes(16).toString('hex')}`;
    const role = { type: 'role', roleArn, externalId, sessionName: 'trailbook-external-id' } as const;
    try {
      await assumeRole(role, { connections, platform, region, maxAttempts: 1 }, AbortSignal.timeout(timeoutMs));
      return false;
    } catch (error) {
      return awsFailure(error, []).code.startsWith('AccessDenied');
    }
  }
}

/** The AWS account of an ARN. */
function accountOf(arn: string): string | undefined {
  return /^arn:[a-z-]+:[a-z]+::(\d{12}):/.exec(arn)?.[1];
}

/** Whether AWS is somewhere else, such as a stand-in with one account for all; the SDK reads the same variables. */
function isElsewhere(): boolean {
  return Boolean(process.env.AWS_ENDPOINT_URL || process.env.AWS_ENDPOINT_URL_STS);
}
