import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { existsInProject, operatorPermissions, type Caller, type Permission, type Principal } from '@trailbook/access';
import { ApiError } from '@trailbook/service';
import { DataSource } from 'typeorm';
import { hashOf, isSecret } from '../api-keys/api-key-secret';
import { IdentityConfig } from '../identity.config';
import type { Rights } from '../rights/rights';
import { RightsService } from '../rights/rights.service';
import { SessionTokens } from '../sessions/session-tokens';
import { OPERATOR, PLATFORM_TENANT } from '../tenants/platform-tenant';

interface Person {
  uid: string;
  tenantUid: string;
  tenantName: string;
  emailId: string;
  firstName: string;
  lastName: string;
}

const PERSON = `account.uid, tenant.uid AS "tenantUid", tenant.name AS "tenantName", account.email_id AS "emailId",
  account.first_name AS "firstName", account.last_name AS "lastName"`;

/** Whom a credential belongs to, and what he may do: as things are now, nothing is kept. */
@Injectable()
export class PrincipalsService {
  private readonly operatorKey: Buffer;
  private readonly idleMinutes: number;

  constructor(
    private readonly dataSource: DataSource,
    private readonly rights: RightsService,
    private readonly tokens: SessionTokens,
    @Inject(IdentityConfig) config: IdentityConfig,
  ) {
    this.operatorKey = hashOf(config.OPERATOR_API_KEY);
    this.idleMinutes = config.SESSION_IDLE_MINUTES;
  }

  /** @returns undefined for a session that has ended or was not used for long, or whose user is disabled or gone */
  async ofToken(token: string): Promise<Principal | undefined> {
    const claims = this.tokens.verify(token);
    if (!claims) return undefined;
    const [person] = await this.dataSource.query<(Person & { isStale: boolean })[]>(
      `SELECT ${PERSON}, session.last_used_at < now() - interval '1 minute' AS "isStale"
         FROM identity.session session
         JOIN identity.user_account account ON account.uid = session.user_uid AND account.tenant_uid = session.tenant_uid
         JOIN identity.tenant tenant ON tenant.uid = account.tenant_uid
        WHERE session.uid = $4 AND session.ends_at > now() AND session.last_used_at > now() - make_interval(mins => $5)
          AND account.uid = $1 AND account.tenant_uid = $2 AND account.session_generation = $3 AND NOT account.disabled`,
      [claims.sub, claims.tid, claims.gen, claims.jti, this.idleMinutes],
    );
    if (!person) return undefined;
    if (person.isStale) {
      await this.dataSource.query('UPDATE identity.session SET last_used_at = now() WHERE uid = $1', [claims.jti]);
    }
    return { ...(await this.principal(person)), sessionUid: claims.jti };
  }

  /** @returns undefined for a key that is unknown, expired or revoked, or whose user is disabled */
  async ofApiKey(apiKey: string): Promise<Principal | undefined> {
    const hash = hashOf(apiKey);
    if (timingSafeEqual(hash, this.operatorKey)) return operator();
    if (!isSecret(apiKey)) return undefined;
    const [person] = await this.dataSource.query<(Person & { keyUid: string; isStale: boolean })[]>(
      `SELECT ${PERSON}, key.uid AS "keyUid",
              key.last_used_at IS NULL OR key.last_used_at < now() - interval '1 minute' AS "isStale"
         FROM identity.api_key key
         JOIN identity.user_account account ON account.uid = key.user_uid
         JOIN identity.tenant tenant ON tenant.uid = account.tenant_uid
        WHERE key.secret_hash = $1 AND key.revoked_at IS NULL AND (key.expires_at IS NULL OR key.expires_at > now())
          AND NOT account.disabled`,
      [hash],
    );
    if (!person) return undefined;
    if (person.isStale) {
      await this.dataSource.query('UPDATE identity.api_key SET last_used_at = now() WHERE uid = $1', [person.keyUid]);
    }
    return this.principal(person);
  }

  /** Who a caller is in every scope, whichever one he calls in. @throws ApiError 401 when he is gone since */
  async ofCaller({ operator: isOperator, tenantUid, userUid }: Caller): Promise<Principal> {
    if (isOperator) return operator();
    const principal = await this.ofUser(tenantUid, userUid);
    if (!principal) throw ApiError.unauthorized();
    return principal;
  }

  /** @returns undefined for a user who is disabled or gone */
  async ofUser(tenantUid: string, userUid: string): Promise<Principal | undefined> {
    const [person] = await this.dataSource.query<Person[]>(
      `SELECT ${PERSON} FROM identity.user_account account JOIN identity.tenant tenant ON tenant.uid = account.tenant_uid
        WHERE account.uid = $1 AND account.tenant_uid = $2 AND NOT account.disabled`,
      [userUid, tenantUid],
    );
    return person && this.principal(person);
  }

  private async principal(person: Person): Promise<Principal> {
    const { uid, tenantUid, tenantName, emailId, firstName, lastName } = person;
    const rights = await this.rights.ofUser(this.dataSource.manager, tenantUid, uid);
    return {
      tenantUid,
      tenantName,
      userUid: uid,
      emailId,
      firstName,
      lastName,
      actorType: 'user',
      tenantPermissions: [...rights.tenant],
      projects: await this.projects(tenantUid, rights),
    };
  }

  /** All of the tenant's for whom has something to do in any project, else those that he has a role in. */
  private async projects(tenantUid: string, rights: Rights): Promise<Principal['projects']> {
    const everywhere = [...rights.tenant].some(
      (permission) => existsInProject(permission) || permission === 'project.list',
    );
    const rows = await this.dataSource.query<{ uid: string; name: string }[]>(
      'SELECT uid, name FROM identity.project WHERE tenant_uid = $1 AND ($2 OR uid = ANY($3)) ORDER BY name_key',
      [tenantUid, everywhere, [...rights.projects.keys()]],
    );
    return rows.map(({ uid, name }) => ({ uid, name, permissions: [...(rights.projects.get(uid) ?? [])] }));
  }
}

function operator(): Principal {
  const tenantPermissions: Permission[] = [...operatorPermissions];
  return {
    tenantUid: PLATFORM_TENANT,
    tenantName: PLATFORM_TENANT,
    userUid: OPERATOR,
    emailId: '',
    actorType: 'service',
    tenantPermissions,
    projects: [],
    operator: true,
  };
}
