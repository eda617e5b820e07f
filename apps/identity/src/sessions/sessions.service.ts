import { Injectable } from '@nestjs/common';
import { AuditTrail, serviceCaller } from '@trailbook/producer';
import { ApiError } from '@trailbook/service';
import { isEmail } from 'class-validator';
import { DataSource } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { PLATFORM_TENANT } from '../tenants/platform-tenant';
import { User } from '../users/user.entity';
import { candidatesFor, tenantNamed, type Candidate } from './candidates';
import { byDevice, byOrigin } from './counted';
import { KnownDevices } from './known-devices';
import { LoginAttempts, type Counted } from './login-attempts';
import type { LoginBody } from './login.dto';
import { PasswordHasher } from './password-hasher';
import { loginCaller, requestOf, sessionAction } from './session-event';
import { SessionStore } from './session-store';

/** What a login gives. */
export interface OpenedSession {
  /** The session's token. */
  token: string;
  /** The secret by which the device is known from now on, where it was asked for. */
  device?: string;
}

/** Logins. Every one of them, failures included, is in the log of the tenant that it was meant for. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly attempts: LoginAttempts,
    private readonly devices: KnownDevices,
    private readonly passwords: PasswordHasher,
    private readonly sessions: SessionStore,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws ApiError 401 alike, and after the same work, for whatever is wrong; 429 after too many failures */
  async login(body: LoginBody): Promise<OpenedSession> {
    const { emailId, password, org } = body;
    const candidates = await candidatesFor(this.dataSource.manager, emailId, org || undefined);
    const candidate = candidates.length === 1 ? candidates[0] : undefined;
    const attempt = await this.attempts.begin(await this.countedBy(candidate, body));
    const matches = await this.passwords.verify(candidate?.passwordHash, password);
    const opened = candidate && matches ? await this.open(candidate, body, attempt) : undefined;
    if (opened) return opened;
    await this.refuse(candidate, body, attempt);
    throw ApiError.unauthorized('The e-mail address or the password is wrong');
  }

  private async countedBy(candidate: Candidate | undefined, { emailId, ip, device }: LoginBody): Promise<Counted[]> {
    const isKnown = device !== undefined && (await this.devices.isKnown(candidate?.uid, device));
    return candidate && isKnown ? byDevice(candidate.uid, device) : byOrigin(emailId, ip);
  }

  /** @returns undefined where the user was disabled, or the password changed, since it was looked at */
  private async open(candidate: Candidate, body: LoginBody, attempt: string): Promise<OpenedSession | undefined> {
    const { uid, emailId, passwordHash, sessionGeneration } = candidate;
    const renewed = this.passwords.isOutdated(passwordHash) ? await this.passwords.hash(body.password) : passwordHash;
    const session = uuidv7();
    return this.dataSource.transaction(async (manager) => {
      const { affected } = await manager.update(
        User,
        { uid, disabled: false, sessionGeneration },
        { lastLoginAt: new Date(), passwordHash: renewed },
      );
      if (affected !== 1) return undefined;
      await this.attempts.succeeded(manager, attempt);
      await this.audit.record(manager, loginCaller({ ...candidate, org: candidate.tenantName }, body), {
        ...sessionAction(session, emailId, 'success'),
        actionMsg: `${emailId} logged in`,
      });
      const device = body.remember ? await this.devices.remember(manager, candidate, body.device) : undefined;
      const token = await this.sessions.begin(manager, candidate, body, session);
      return { token, ...(device !== undefined && { device }) };
    });
  }

  private async refuse(candidate: Candidate | undefined, body: LoginBody, attempt: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await this.attempts.failed(manager, attempt);
      const named = await tenantNamed(manager, body.org || undefined);
      const tenantUid = named?.uid ?? PLATFORM_TENANT;
      // Who types a password into the wrong field must not find it in the log.
      const shown = candidate?.emailId ?? (isEmail(body.emailId) ? body.emailId : 'an unknown user');
      const caller = candidate
        ? loginCaller({ ...candidate, org: candidate.tenantName }, body)
        : { ...serviceCaller('identity', tenantUid), ...requestOf(body) };
      await this.audit.record(manager, caller, {
        ...sessionAction(uuidv7(), shown, 'failure'),
        actionMsg: `A login of ${shown} failed`,
      });
    });
  }
}
