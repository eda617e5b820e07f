import { Injectable } from '@nestjs/common';
import { AuditTrail, serviceCaller, type AuditCaller } from '@trailbook/producer';
import { ApiError } from '@trailbook/service';
import { DataSource } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { byAbandonment, byForgery, bySubject } from '../sessions/counted';
import { LoginAttempts, type Counted } from '../sessions/login-attempts';
import type { LoginOrigin } from '../sessions/login.dto';
import { loginCaller, requestOf, sessionAction } from '../sessions/session-event';
import { SessionStore } from '../sessions/session-store';
import { PLATFORM_TENANT } from '../tenants/platform-tenant';
import { Tenant } from '../tenants/tenant.entity';
import { User } from '../users/user.entity';
import type { ExternalLoginBody, RefusedLoginBody } from './external-user.dto';
import { AssertionRefused, ExternalUsersService } from './external-users.service';

type Failure = LoginOrigin & { issuer: string; reason?: string };

/** Sign-ins by way of an OpenID Connect issuer: sessions like those of a login here, and in the log like those. */
@Injectable()
export class ExternalLogins {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: ExternalUsersService,
    private readonly attempts: LoginAttempts,
    private readonly sessions: SessionStore,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Opens a session. What the issuer has vouched for is nobody's guess, so that failures never keep it out.
   * @returns the session's token
   * @throws ApiError 401 for whom the issuer's claims let in nowhere
   */
  async open({ assertion, ...origin }: ExternalLoginBody): Promise<string> {
    try {
      const { uid, tenantUid } = await this.users.admit(assertion);
      return await this.start(tenantUid, uid, assertion.issuer, origin);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      const { reason, user, tenantUid } = error instanceof AssertionRefused ? error : ({} as Partial<AssertionRefused>);
      const who = user?.emailId ?? assertion.emailId;
      const failure = { ...origin, issuer: assertion.issuer, reason };
      await this.recordSome(bySubject(assertion), tenantUid ?? PLATFORM_TENANT, who, failure);
      throw error;
    }
  }

  /**
   * Records a sign-in that came to nothing at the gateway.
   * @throws ApiError 429 after too many forged ones from its address
   */
  async refuse({ isForged = true, ...body }: RefusedLoginBody): Promise<void> {
    if (!isForged) return this.recordSome(byAbandonment(body.ip), PLATFORM_TENANT, 'an unknown user', body);
    const attempt = await this.attempts.begin(byForgery(body.ip));
    await this.recordFailure(attempt, PLATFORM_TENANT, 'an unknown user', body);
  }

  private async start(tenantUid: string, uid: string, issuer: string, origin: LoginOrigin): Promise<string> {
    const session = uuidv7();
    return this.dataSource.transaction(async (manager) => {
      const { affected } = await manager.update(User, { uid, disabled: false }, { lastLoginAt: new Date() });
      if (affected !== 1) throw ApiError.unauthorized();
      const user = await manager.findOneByOrFail(User, { uid });
      const { name: org } = await manager.findOneByOrFail(Tenant, { uid: tenantUid });
      await this.audit.record(manager, loginCaller({ ...user, org }, origin), {
        ...sessionAction(session, user.emailId, 'success'),
        actionMsg: `${user.emailId} logged in by ${issuer}`,
        attributes: { issuer },
      });
      return this.sessions.begin(manager, user, { ...origin, issuer }, session);
    });
  }

  /**
   * Records a sign-in that its user or a configuration ended: some of a kind, so that nobody can fill the log with
   * them. It counts for nothing else.
   */
  private async recordSome(counted: Counted[], tenantUid: string, who: string, failure: Failure): Promise<void> {
    let attempt: string;
    try {
      attempt = await this.attempts.begin(counted);
    } catch (error) {
      if (error instanceof ApiError && error.status === 429) return;
      throw error;
    }
    await this.recordFailure(attempt, tenantUid, who, failure);
  }

  private async recordFailure(
    attempt: string,
    tenantUid: string,
    who: string,
    { issuer, reason = 'the user is gone', ...origin }: Failure,
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
