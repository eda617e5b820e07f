import type { EntityManager } from 'typeorm';
import { nameKey } from '../database/name-key';

/** A user whom a login may mean. */
export interface Candidate {
  uid: string;
  tenantUid: string;
  tenantName: string;
  emailId: string;
  firstName: string;
  lastName: string;
  passwordHash: string;
  sessionGeneration: number;
}

/** A tenant that a login names, whether or not the user is known there. */
export interface NamedTenant {
  uid: string;
  name: string;
}

const MOST = 2;

/** The enabled users with a password, and of no issuer, whom an address, and a tenant's name or uid if one is given, may mean; at most two. */
export function candidatesFor(manager: EntityManager, emailId: string, org: string | undefined): Promise<Candidate[]> {
  return manager.query<Candidate[]>(
    `SELECT account.uid, tenant.uid AS "tenantUid", tenant.name AS "tenantName", account.email_id AS "emailId",
            account.first_name AS "firstName", account.last_name AS "lastName", account.password_hash AS "passwordHash",
            account.session_generation AS "sessionGeneration"
       FROM identity.user_account account JOIN identity.tenant tenant ON tenant.uid = account.tenant_uid
      WHERE account.email_key = $1 AND NOT account.disabled AND account.password_hash IS NOT NULL AND account.issuer IS NULL
        AND ($2::text IS NULL OR tenant.uid = $2 OR tenant.name_key = $3)
      LIMIT ${MOST}`,
    [nameKey(emailId), org ?? null, org === undefined ? null : nameKey(org)],
  );
}

/** The tenant of that uid, else of that name. */
export async function tenantNamed(manager: EntityManager, org: string | undefined): Promise<NamedTenant | undefined> {
  if (org === undefined) return undefined;
  const [tenant] = await manager.query<NamedTenant[]>(
    'SELECT uid, name FROM identity.tenant WHERE uid = $1 OR name_key = $2 ORDER BY uid = $1 DESC LIMIT 1',
    [org, nameKey(org)],
  );
  return tenant;
}
