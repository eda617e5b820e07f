import { Injectable } from '@nestjs/common';
import type { Caller } from '@trailbook/access';
import { AuditTrail } from '@trailbook/producer';
import { ApiError } from '@trailbook/service';
import { DataSource } from 'typeorm';
import { assertGoodPassword } from '../passwords/password-rules';
import { byUser } from '../sessions/counted';
import { LoginAttempts } from '../sessions/login-attempts';
import { PasswordHasher } from '../sessions/password-hasher';
import { SessionStore } from '../sessions/session-store';
import { stateOf, userResource } from '../users/user-content';
import { User } from '../users/user.entity';

/** Users' own passwords: whoever knows the present one may set another, without any permission. */
@Injectable()
export class OwnPassword {
  constructor(
    private readonly dataSource: DataSource,
    private readonly attempts: LoginAttempts,
    private readonly passwords: PasswordHasher,
    private readonly sessions: SessionStore,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Ends every session of the user. Wrong present passwords are counted, apart from failed logins,
   * and are in the log.
   * @returns the token of a new session
   * @throws ApiError 400 for a wrong present password and for a new one that is easily guessed, 409 for a user who has none, 429 after too many failures
   */
  async change(caller: Caller, current: string, password: string): Promise<string> {
    const { tenantUid, userUid: uid } = caller;
    const user = await this.dataSource.manager.findOneBy(User, { tenantUid, uid });
    if (!user?.passwordHash || user.issuer !== null)
      throw ApiError.conflict('The caller logs in without a password', 'NoPassword');
    assertGoodPassword('password', password, user.emailId);
    const attempt = await this.attempts.begin(byUser(uid));
    const matches = await this.passwords.verify(user.passwordHash, current);
    const passwordHash = matches ? await this.passwords.hash(password) : undefined;
    const token = passwordHash && (await this.replace(caller, user, passwordHash, attempt));
    if (token) return token;
    await this.refuse(caller, user, attempt);
    throw ApiError.invalidRequest('currentPassword', 'currentPassword is not the present password');
  }

  /** @returns the token of a new session; undefined where the password is not the one any more that was looked at */
  private async replace(
    caller: Caller,
    user: User,
    passwordHash: string,
    attempt: string,
  ): Promise<string | undefined> {
    const { uid, tenantUid, sessionGeneration } = user;
    return this.dataSource.transaction(async (manager) => {
      const seen = { uid, sessionGeneration, disabled: false };
      const changed = { passwordHash, sessionGeneration: sessionGeneration + 1 };
      const { affected } = await manager.update(User, seen, changed);
      if (affected !== 1) return undefined;
      await this.attempts.succeeded(manager, attempt);
      await this.audit.record(manager, caller, {
        actionType: 'update',
        resource: userResource(user),
        actionMsg: `${user.emailId} set a new password`,
        project: null,
        before: stateOf(user),
        after: stateOf({ ...user, passwordHash }),
      });
      await this.sessions.endAll(manager, tenantUid, uid);
      const { ip, userAgent } = caller;
      return this.sessions.begin(
        manager,
        { uid, tenantUid, sessionGeneration: sessionGeneration + 1 },
        { ip, userAgent },
      );
    });
  }

  private async refuse(caller: Caller, user: User, attempt: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await this.attempts.failed(manager, attempt);
      await this.audit.record(manager, caller, {
        actionType: 'update',
        resource: userResource(user),
        actionMsg: `${user.emailId} tried to change the password without knowing it`,
        outcome: 'failure',
        project: null,
      });
    });
  }
}
