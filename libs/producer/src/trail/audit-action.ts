import type { AuditEventData, EventActor } from '@trailbook/contract';

/** Who acts and where from: what every `Caller` of libs/access is. */
export interface AuditCaller {
  tenantUid: string;
  scope: 'tenant' | 'project';
  projectUid?: string;
  projectName?: string;
  actorType: 'user' | 'service';
  userUid: string;
  emailId?: string;
  firstName?: string;
  lastName?: string;
  org?: string;
  requestId?: string;
  ip?: string;
  userAgent?: string;
}

/** What was done. */
export interface AuditAction extends Pick<
  AuditEventData,
  'actionType' | 'resource' | 'actionMsg' | 'contentMsg' | 'userMsg' | 'outcome' | 'attributes'
> {
  /** The resource before; with `after` it makes the event's `changes`. Absent for a resource that is new. */
  before?: unknown;
  /** The resource after. Absent for a resource that is gone. */
  after?: unknown;
  /** The tenant it belongs to, where that is not the caller's. */
  tenantUid?: string;
  /** The project it belongs to, `null` for none; by default the caller's scope decides. */
  project?: { uid: string; name?: string } | null;
  /** Who did it, where that is not the caller. */
  actor?: EventActor;
}

/** The caller of what a service does on its own account, e.g. at boot. */
export function serviceCaller(serviceName: string, tenantUid: string): AuditCaller {
  return { tenantUid, scope: 'tenant', actorType: 'service', userUid: serviceName };
}
