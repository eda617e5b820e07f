import { Injectable } from '@nestjs/common';
import { AuditTrail, serviceCaller } from '@trailbook/producer';
import { IsNull, type EntityManager } from 'typeorm';
import { ApiKey } from '../api-keys/api-key.entity';
import { apiKeyResource, stateOf as stateOfKey } from '../api-keys/api-key-content';
import { KnownDevices } from '../sessions/known-devices';
import { SessionStore } from '../sessions/session-store';
import { stateOf, userResource } from '../users/user-content';
import { User } from '../users/user.entity';

/**
 * What let somebody in as a user before an issuer said who that is. Whoever made the account in advance, or had it
 * before the address changed hands, may not stay in it.
 */
@Injectable()
export class EarlierAuthenticators {
  constructor(
    private readonly sessions: SessionStore,
    private readonly devices: KnownDevices,
    private readonly audit: AuditTrail,
  ) {}

  /** Ends the user's password, sessions, devices and API keys; each end is in the log. Changes `user` too. */
  async end(manager: EntityManager, user: User, issuer: string): Promise<void> {
    const before = stateOf(user);
    const changed = { passwordHash: null, sessionGeneration: user.sessionGeneration + 1 };
    await manager.update(User, { uid: user.uid }, changed);
    Object.assign(user, changed);
    await this.sessions.endAll(manager, user.tenantUid, user.uid);
    await this.devices.forget(manager, user.uid);
    await this.audit.record(manager, serviceCaller('identity', user.tenantUid), {
      actionType: 'update',
      resource: userResource(user),
      actionMsg: `Linked the user ${user.emailId} to ${issuer}: the password and all sessions of before end`,
      before,
      after: stateOf(user),
    });
    await this.revokeKeys(manager, user, issuer);
  }

  private async revokeKeys(manager: EntityManager, { uid: userUid, tenantUid, emailId }: User, issuer: string) {
    for (const key of await manager.findBy(ApiKey, { tenantUid, userUid, revokedAt: IsNull() })) {
      const before = stateOfKey(key);
      key.revokedAt = new Date();
      await manager.update(ApiKey, { uid: key.uid }, { revokedAt: key.revokedAt });
      await this.audit.record(manager, serviceCaller('identity', tenantUid), {
        actionType: 'update',
        resource: apiKeyResource(key),
        actionMsg: `Revoked the API key ${key.name} of ${emailId}, whom ${issuer} lets in from now on`,
        before,
        after: stateOfKey(key),
      });
    }
  }
}
