import { isText } from '@trailbook/service';
import { claimOf, valuesOf, type Claims } from './claims';
import type { IssuerSettings, RoleRule, TenantRule } from './issuer-settings';

/** Who somebody is and what he may do, as identity is told. */
export interface Assertion {
  issuer: string;
  subject: string;
  /** Seconds since 1970. */
  issuedAt: number;
  /** Uid or name. */
  tenant: string;
  emailId: string;
  firstName?: string;
  lastName?: string;
  linkByEmail: boolean;
  roles: { role: string; project?: string }[];
}

/**
 * Why a token or a sign-in is not accepted: what came was never the issuer's (`forged`), its user went back
 * (`cancelled`), or the issuer, its client or the mapping of its claims does not let this user in (`refused`).
 */
export type RefusalKind = 'forged' | 'cancelled' | 'refused';

/** A token that is not accepted; the message says why, without a secret, for the log. */
export class TokenRefused extends Error {
  constructor(
    message: string,
    readonly kind: RefusalKind = 'refused',
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What an issuer's claims mean here: an e-mail address and a tenant are needed, all else gives nothing where it lacks. */
export function assertionOf(settings: IssuerSettings, claims: Claims): Assertion {
  const { claims: names, issuer } = settings;
  const subject = needed(claims, names.user, 255);
  const emailId = needed(claims, names.email, 256);
  const verified = names.email === 'email' ? verification(claims.email_verified) : undefined;
  if (verified === false) throw new TokenRefused('the address is not verified');
  if (typeof claims.iat !== 'number') throw new TokenRefused('the claim iat is missing');
  return {
    issuer,
    subject,
    issuedAt: Math.floor(claims.iat),
    tenant: tenantOf(settings.tenant, claims),
    emailId,
    firstName: nameOf(claims, names.firstName),
    lastName: nameOf(claims, names.lastName),
    linkByEmail: settings.linkByEmail && verified === true,
    roles: settings.roles.flatMap((rule) => rolesOf(rule, claims)),
  };
}

/** What `email_verified` says, which some issuers send as text; undefined where they do not say it. */
function verification(value: unknown): boolean | undefined {
  return value === undefined ? undefined : value === true || value === 'true';
}

function needed(claims: Claims, claim: string, longest: number): string {
  const value = claimOf(claims, claim);
  if (!isText(value, 1, longest)) throw new TokenRefused(`the claim ${claim} is missing or not such a text`);
  return value;
}

/** Names are for show: what does not fit is cut or left out. */
function nameOf(claims: Claims, claim: string): string | undefined {
  const value = claimOf(claims, claim);
  const cut = typeof value === 'string' ? [...value].slice(0, 128).join('') : undefined;
  return isText(cut, 1, 128) ? cut : undefined;
}

function tenantOf(rule: TenantRule, claims: Claims): string {
  if (typeof rule === 'string') return rule;
  const values = valuesOf(claims, rule.claim);
  const [value] = values;
  if (value === undefined || values.length > 1) throw new TokenRefused(`the claim ${rule.claim} names no one tenant`);
  if (rule.values === undefined) return needed(claims, rule.claim, 256);
  const tenant = Object.hasOwn(rule.values, value) ? rule.values[value] : undefined;
  if (tenant === undefined) throw new TokenRefused(`the claim ${rule.claim} names a tenant that is not let in`);
  return tenant;
}

function rolesOf({ claim, value, role, project }: RoleRule, claims: Claims): Assertion['roles'] {
  if (claim === undefined || value === undefined) return [{ role, ...(project && { project }) }];
  return valuesOf(claims, claim).flatMap((held) => {
    const rest = matched(value, held);
    if (rest === undefined) return [];
    const named = project?.replaceAll('*', () => rest);
    return named === undefined ? [{ role }] : isText(named, 1, 256) ? [{ role, project: named }] : [];
  });
}

/** What `*` stands for in a value that matches, `''` where there is none; undefined for one that does not match. */
function matched(pattern: string, value: string): string | undefined {
  const [head = '', tail] = pattern.split('*');
  if (tail === undefined) return value === pattern ? '' : undefined;
  const fits = value.length > head.length + tail.length && value.startsWith(head) && value.endsWith(tail);
  return fits ? value.slice(head.length, value.length - tail.length) : undefined;
}
