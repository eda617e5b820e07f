import { Injectable } from '@nestjs/common';
import { AuditTrail, serviceCaller, type AuditCaller } from '@trailbook/producer';
import { ApiError } from '@trailbook/service';
import { DataSource } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { LoginAttempts } from '../sessions/login-attempts';
import type { LoginOrigin } from '../sessions/login.dto';
import { loginCaller, requestOf, sessionAction } from '../sessions/session-event';
import { SessionTokens } from '../sessions/session-tokens';
import { PLATFORM_TENANT } from '../tenants/platform-tenant';
import { Tenant } from '../tenants/tenant.entity';
import { User } from '../users/user.entity';
import type { ExternalLoginBody, RefusedLoginBody } from './external-user.dto';
import { AssertionRefused, ExternalUsersService } from './external-users.service';

/** Sign-ins by way of an OpenID Connect issuer: sessions like those of a login here, and in the log like those. */
@Injectable()
export class ExternalLogins {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: ExternalUsersService,
    private readonly attempts: LoginAttempts,
    private readonly tokens: SessionTokens,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * @returns the session's token
   * @throws ApiError 401 for whom the issuer's claims let in nowhere; 429 after too many failures from his address
   */
  async open({ assertion, ...origin }: ExternalLoginBody): Promise<string> {
    const attempt = await this.attempts.begin({ address: origin.ip });
    try {
      const { uid, tenantUid } = await this.users.admit(assertion);
      return await this.start(attempt, tenantUid, uid, assertion.issuer, origin);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      const { reason, user, tenantUid } = error instanceof AssertionRefused ? error : ({} as Partial<AssertionRefused>);
      const who = user?.emailId ?? assertion.emailId;
      await this.recordFailure(attempt, tenantUid ?? PLATFORM_TENANT, who, {
        ...origin,
        issuer: assertion.issuer,
        reason,
      });
      throw error;
    }
  }

  /**
   * Counts and records a sign-in that came to nothing at the gateway.
   * @throws ApiError 429 after too many failures from its address
   */
  async refuse(body: RefusedLoginBody): Promise<void> {
    const attempt = await this.attempts.begin({ address: body.ip });
    await this.recordFailure(attempt, PLATFORM_TENANT, 'an unknown user', body);
  }

  private async start(
    attempt: string,
    tenantUid: string,
    uid: string,
    issuer: string,
    origin: LoginOrigin,
  ): Promise<string> {
    const session = uuidv7();
    return this.dataSource.transaction(async (manager) => {
      const { affected } = await manager.update(User, { uid, disabled: false }, { lastLoginAt: new Date() });
      if (affected !== 1) throw ApiError.unauthorized();
      const user = await manager.findOneByOrFail(User, { uid });
      const { name: org } = await manager.findOneByOrFail(Tenant, { uid: tenantUid });
      await this.attempts.succeeded(manager, attempt);
      await this.audit.record(manager, loginCaller({ ...user, org }, origin), {
        ...sessionAction(session, user.emailId, 'success'),
        actionMsg: `${user.emailId} logged in by ${issuer}`,
        attributes: { issuer },
      });
      return this.tokens.sign({ sub: uid, tid: tenantUid, gen: user.sessionGeneration, jti: session });
    });
  }

  private async recordFailure(
    attempt: string,
    tenantUid: string,
    who: string,
    { issuer, reason = 'the user is gone', ...origin }: Omit<RefusedLoginBody, 'reason'> & { reason?: string },
  ): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await this.attempts.failed(manager, attempt);
      const caller: AuditCaller = { ...serviceCaller('identity', tenantUid), ...requestOf(origin) };
      await this.audit.record(manager, caller, {
        ...sessionAction(uuidv7(), who, 'failure'),
        actionMsg: `A login of ${who} by ${issuer} failed: ${reason}`,
        attributes: { issuer },
      });
    });
  }
}
