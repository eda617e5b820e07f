import { Injectable } from '@nestjs/common';
import type { Caller } from '@trailbook/access';
import { AuditTrail } from '@trailbook/producer';
import { ApiError, type Page, type PageQuery } from '@trailbook/service';
import { DataSource, type EntityManager } from 'typeorm';
import { readPage } from '../database/read-page';
import { TenantTransaction } from '../database/tenant-transaction';
import { unlessTaken } from '../database/unless-taken';
import { assertGoodPassword } from '../passwords/password-rules';
import { RightsService } from '../rights/rights.service';
import { PasswordHasher } from '../sessions/password-hasher';
import { SessionStore } from '../sessions/session-store';
import { contentOf, insertUser, stateOf, userResource } from './user-content';
import type { UserBody } from './user.dto';
import { User } from './user.entity';

@Injectable()
export class UsersService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transaction: TenantTransaction,
    private readonly rights: RightsService,
    private readonly passwords: PasswordHasher,
    private readonly sessions: SessionStore,
    private readonly audit: AuditTrail,
  ) {}

  list({ tenantUid }: Caller, query: PageQuery): Promise<Page<User>> {
    return readPage(this.dataSource.manager, User, { tenantUid }, query);
  }

  get({ tenantUid }: Caller, uid: string): Promise<User> {
    return userOf(this.dataSource.manager, tenantUid, uid);
  }

  async create(caller: Caller, { spec }: UserBody): Promise<string> {
    if (spec.password !== undefined) assertGoodPassword('spec.password', spec.password, spec.emailId);
    const passwordHash = spec.password === undefined ? null : await this.passwords.hash(spec.password);
    return this.transaction.run(caller.tenantUid, async (manager) => {
      const user = await insertUser(manager, caller.tenantUid, spec, passwordHash);
      await this.audit.record(manager, caller, {
        actionType: 'create',
        resource: userResource(user),
        actionMsg: `Created the user ${user.emailId}`,
        after: stateOf(user),
      });
      return user.uid;
    });
  }

  async update(caller: Caller, uid: string, { spec }: UserBody): Promise<void> {
    if (spec.password !== undefined) assertGoodPassword('spec.password', spec.password, spec.emailId);
    const passwordHash = spec.password === undefined ? undefined : await this.passwords.hash(spec.password);
    await this.transaction.run(caller.tenantUid, async (manager) => {
      const user = await userOf(manager, caller.tenantUid, uid);
      if (passwordHash !== undefined && user.issuer !== null) {
        throw ApiError.conflict('The user signs in by an issuer, and has no password', 'UserOfIssuer');
      }
      const before = stateOf(user);
      const wasDisabled = user.disabled;
      const takesOver = passwordHash !== undefined || contentOf(spec).emailKey !== user.emailKey;
      Object.assign(user, contentOf(spec), { disabled: spec.disabled ?? wasDisabled });
      if (passwordHash !== undefined) user.passwordHash = passwordHash;
      const ends = passwordHash !== undefined || (user.disabled && !wasDisabled);
      if (ends) user.sessionGeneration += 1;
      // Who sets somebody's password or address, or lets him in again, could act as him.
      if (takesOver || (wasDisabled && !user.disabled)) await this.assertMayActAs(manager, caller, user);
      await unlessTaken(`A user with the e-mail address ${user.emailId}`, () =>
        manager.update(User, { uid }, columnsOf(user)),
      );
      if (ends) await this.sessions.endAll(manager, caller.tenantUid, uid);
      if (user.disabled && !wasDisabled) await this.rights.assertAdminRemains(manager, caller.tenantUid);
      await this.audit.record(manager, caller, {
        actionType: 'update',
        resource: userResource(user),
        actionMsg: `Updated the user ${user.emailId}`,
        before,
        after: stateOf(user),
      });
    });
  }

  async delete(caller: Caller, uid: string): Promise<void> {
    await this.transaction.run(caller.tenantUid, async (manager) => {
      const user = await userOf(manager, caller.tenantUid, uid);
      await manager.delete(User, { uid });
      await this.rights.assertAdminRemains(manager, caller.tenantUid);
      await this.audit.record(manager, caller, {
        actionType: 'delete',
        resource: userResource(user),
        actionMsg: `Deleted the user ${user.emailId}`,
        before: stateOf(user),
      });
    });
  }

  private async assertMayActAs(manager: EntityManager, caller: Caller, user: User): Promise<void> {
    if (user.uid === caller.userUid) return;
    await this.rights.assertMayGrant(manager, caller, await this.rights.ofUser(manager, user.tenantUid, user.uid));
  }
}

/** @throws ApiError 404 for a user who is not the tenant's */
export async function userOf(manager: EntityManager, tenantUid: string, uid: string): Promise<User> {
  const user = await manager.findOneBy(User, { tenantUid, uid });
  if (!user) throw ApiError.notFound('The user');
  return user;
}

function columnsOf(user: User) {
  const { emailId, emailKey, firstName, lastName, disabled, passwordHash, sessionGeneration } = user;
  return { emailId, emailKey, firstName, lastName, disabled, passwordHash, sessionGeneration };
}
