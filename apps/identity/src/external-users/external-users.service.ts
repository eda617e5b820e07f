import { Injectable, Logger } from '@nestjs/common';
import { AuditTrail, serviceCaller } from '@trailbook/producer';
import { ApiError } from '@trailbook/service';
import { DataSource, type EntityManager } from 'typeorm';
import { nameKey } from '../database/name-key';
import { TenantTransaction } from '../database/tenant-transaction';
import { unlessTaken } from '../database/unless-taken';
import { tenantNamed } from '../sessions/candidates';
import { contentOf, insertUser, stateOf, userResource } from '../users/user-content';
import { User } from '../users/user.entity';
import { AssertedRoles } from './asserted-roles.service';
import { EarlierAuthenticators } from './earlier-authenticators.service';
import type { AssertionBody } from './external-user.dto';

/** An assertion that is not followed; `reason` is for the log, the caller learns nothing. */
export class AssertionRefused extends ApiError {
  constructor(
    readonly reason: string,
    readonly tenantUid?: string,
    readonly user?: User,
  ) {
    super(401, 'Unauthorized', 'The request has no valid credentials');
  }
}

/**
 * Users whom an OpenID Connect issuer knows. The first token of one makes his user here; each later token that is newer
 * than what was followed last brings his names and roles up to date. All of it is in the tenant's log.
 */
@Injectable()
export class ExternalUsersService {
  private readonly logger = new Logger(ExternalUsersService.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly transaction: TenantTransaction,
    private readonly roles: AssertedRoles,
    private readonly links: EarlierAuthenticators,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * The user whom an assertion is about, as it says he is. An older assertion than the last changes nothing: what an
   * issuer has taken away does not come back with a token from before.
   * @throws AssertionRefused for a tenant that does not exist, a user who is disabled, an address that another user has
   */
  async admit(assertion: AssertionBody): Promise<User> {
    try {
      const tenant = await tenantNamed(this.dataSource.manager, assertion.tenant);
      if (!tenant) throw new AssertionRefused(`there is no tenant ${assertion.tenant}`);
      const known = await this.find(this.dataSource.manager, tenant.uid, assertion);
      const user = known && isFollowed(known, assertion) ? known : await this.follow(tenant.uid, assertion);
      if (user.disabled) throw new AssertionRefused('the user is disabled', tenant.uid, user);
      return user;
    } catch (error) {
      if (error instanceof AssertionRefused) {
        const { issuer, subject } = assertion;
        this.logger.warn({ issuer, subject, reason: error.reason, msg: 'a token of an issuer was refused' });
      }
      throw error;
    }
  }

  private find(manager: EntityManager, tenantUid: string, { issuer, subject }: AssertionBody): Promise<User | null> {
    return manager.findOneBy(User, { tenantUid, issuer, subject });
  }

  private async follow(tenantUid: string, assertion: AssertionBody): Promise<User> {
    return this.transaction.run(tenantUid, async (manager) => {
      const known =
        (await this.find(manager, tenantUid, assertion)) ?? (await this.linkable(manager, tenantUid, assertion));
      if (known && (known.disabled || isFollowed(known, assertion))) return known;
      if (known?.issuer === null) await this.links.end(manager, known, assertion.issuer);
      const user = known
        ? await this.update(manager, known, assertion)
        : await this.create(manager, tenantUid, assertion);
      await this.roles.follow(manager, user, assertion);
      return user;
    });
  }

  /** The user of this address who was made here, where the issuer is trusted to say that he is the same. */
  private async linkable(manager: EntityManager, tenantUid: string, assertion: AssertionBody): Promise<User | null> {
    const holder = await manager.findOneBy(User, { tenantUid, emailKey: nameKey(assertion.emailId) });
    if (!holder) return null;
    if (assertion.linkByEmail && holder.issuer === null) return holder;
    throw new AssertionRefused('the e-mail address belongs to another user of the tenant', tenantUid);
  }

  private async create(manager: EntityManager, tenantUid: string, assertion: AssertionBody): Promise<User> {
    const { issuer, subject } = assertion;
    const external = { issuer, subject, assertedAt: madeAt(assertion) };
    const user = await insertUser(manager, tenantUid, assertion, null, external);
    await this.audit.record(manager, serviceCaller('identity', tenantUid), {
      actionType: 'create',
      resource: userResource(user),
      actionMsg: `Created the user ${user.emailId}, whom ${issuer} has let in`,
      after: stateOf(user),
    });
    return user;
  }

  private async update(manager: EntityManager, user: User, assertion: AssertionBody): Promise<User> {
    const { issuer, subject } = assertion;
    const before = stateOf(user);
    const content = { ...contentOf(assertion), issuer, subject, assertedAt: madeAt(assertion) };
    const taken = `A user with the e-mail address ${assertion.emailId}`;
    await unlessTaken(taken, () => manager.update(User, { uid: user.uid }, content)).catch((error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
      throw new AssertionRefused('the e-mail address belongs to another user of the tenant', user.tenantUid, user);
    });
    Object.assign(user, content);
    const after = stateOf(user);
    if (JSON.stringify(before) === JSON.stringify(after)) return user;
    await this.audit.record(manager, serviceCaller('identity', user.tenantUid), {
      actionType: 'update',
      resource: userResource(user),
      actionMsg: `Updated the user ${user.emailId} as ${issuer} says`,
      before,
      after,
    });
    return user;
  }
}

function isFollowed({ assertedAt }: User, assertion: AssertionBody): boolean {
  return assertedAt !== null && assertedAt >= madeAt(assertion);
}

function madeAt({ issuedAt }: AssertionBody): Date {
  return new Date(issuedAt * 1_000);
}
