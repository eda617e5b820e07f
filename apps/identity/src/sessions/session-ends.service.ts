import { Injectable } from '@nestjs/common';
import type { Caller } from '@trailbook/access';
import { AuditTrail } from '@trailbook/producer';
import { ApiError } from '@trailbook/service';
import { DataSource, type EntityManager } from 'typeorm';
import { RightsService } from '../rights/rights.service';
import type { User } from '../users/user.entity';
import { userOf } from '../users/users.service';
import { sessionAction } from './session-event';
import { SessionStore } from './session-store';

/** Ends of sessions before their time, by their users and by administrators; each is in the log. */
@Injectable()
export class SessionEnds {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sessions: SessionStore,
    private readonly rights: RightsService,
    private readonly audit: AuditTrail,
  ) {}

  /** Logs the caller out. @throws ApiError 409 for a caller who is in no session */
  async logOut(caller: Caller): Promise<void> {
    const { tenantUid, userUid, emailId, sessionUid: uid } = caller;
    if (uid === undefined) throw ApiError.conflict('The caller is in no session', 'NoSession');
    await this.dataSource.transaction(async (manager) => {
      await this.sessions.end(manager, tenantUid, userUid, uid);
      await this.record(manager, caller, uid, emailId, `${emailId} logged out`);
    });
  }

  /** Ends one of the caller's own sessions. @throws ApiError 404 */
  async own(caller: Caller, uid: string): Promise<void> {
    const { tenantUid, userUid, emailId } = caller;
    await this.dataSource.transaction(async (manager) => {
      await this.sessions.end(manager, tenantUid, userUid, uid);
      await this.record(manager, caller, uid, emailId, `${emailId} ended another session`);
    });
  }

  /** Ends all of the caller's own sessions but the one in which it is asked. */
  async ownOthers(caller: Caller): Promise<void> {
    const { tenantUid, userUid, sessionUid } = caller;
    // The operator has no address.
    const who = caller.emailId || userUid;
    await this.dataSource.transaction(async (manager) => {
      const ended = await this.sessions.endAll(manager, tenantUid, userUid, sessionUid);
      await this.record(manager, caller, userUid, who, `${who} ended ${ended} other sessions`);
    });
  }

  /** @throws ApiError 404 for a session that is not the tenant's; 403 where the caller could not act as its user */
  async one(caller: Caller, uid: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const { userUid } = await this.sessions.one(manager, caller.tenantUid, uid);
      const { emailId } = await this.mayEnd(manager, caller, userUid);
      await this.sessions.end(manager, caller.tenantUid, userUid, uid);
      await this.record(manager, caller, uid, emailId, `Ended a session of ${emailId}`);
    });
  }

  /** Ends all sessions of a user, save the caller's present one. @throws ApiError 404, 403 as {@link one} */
  async all(caller: Caller, userUid: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const { emailId } = await this.mayEnd(manager, caller, userUid);
      const ended = await this.sessions.endAll(manager, caller.tenantUid, userUid, caller.sessionUid);
      await this.record(manager, caller, userUid, emailId, `Ended ${ended} sessions of ${emailId}`);
    });
  }

  /** Whoever ends an administrator's sessions would keep the administrator from working. */
  private async mayEnd(manager: EntityManager, caller: Caller, userUid: string): Promise<User> {
    const user = await userOf(manager, caller.tenantUid, userUid);
    if (userUid !== caller.userUid) {
      await this.rights.assertMayGrant(manager, caller, await this.rights.ofUser(manager, user.tenantUid, userUid));
    }
    return user;
  }

  private async record(manager: EntityManager, caller: Caller, uid: string, emailId: string, actionMsg: string) {
    const action = { ...sessionAction(uid, emailId, 'success'), actionMsg, project: null };
    await this.audit.record(manager, caller, action);
  }
}
