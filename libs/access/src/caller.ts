import type { Permission, Scope } from './permission';

/** Who is calling and what for: decided by the gateway, signed, and believed by services as nothing else is. */
export interface Caller {
  tenantUid: string;
  scope: Scope;
  /** Of project scope. */
  projectUid?: string;
  projectName?: string;
  userUid: string;
  emailId: string;
  firstName?: string;
  lastName?: string;
  /** Name of the tenant. */
  org?: string;
  /** What the caller may do in this scope. */
  permissions: Permission[];
  actorType: 'user' | 'service';
  requestId: string;
  ip?: string;
  userAgent?: string;
  /** The platform's operator, who belongs to no tenant. */
  operator?: boolean;
  /** The session that the caller's token is of; absent where an API key or an issuer's token is shown. */
  sessionUid?: string;
}

/** A caller as identity knows him, in every scope; the gateway makes a `Caller` of it for each request. */
export interface Principal {
  tenantUid: string;
  tenantName: string;
  userUid: string;
  emailId: string;
  firstName?: string;
  lastName?: string;
  actorType: 'user' | 'service';
  /** What is permitted at tenant scope. */
  tenantPermissions: Permission[];
  /** Every project that the principal may see, with what is permitted there in addition. */
  projects: { uid: string; name: string; permissions: Permission[] }[];
  operator?: boolean;
  /** The session whose token was shown. */
  sessionUid?: string;
}
