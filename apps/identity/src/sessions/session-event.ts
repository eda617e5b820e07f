import type { AuditAction, AuditCaller } from '@trailbook/producer';
import { currentRequest } from '@trailbook/service';
import type { User } from '../users/user.entity';
import type { LoginOrigin } from './login.dto';

/** Who logged in; `org` is the name of his tenant. */
type LoggedIn = Pick<User, 'uid' | 'tenantUid' | 'emailId' | 'firstName' | 'lastName'> & { org: string };

/** A login as the log tells it. */
export function sessionAction(uid: string, emailId: string, outcome: 'success' | 'failure'): AuditAction {
  return { actionType: 'activity', resource: { kind: 'session', uid, name: emailId }, outcome };
}

/** A user as the actor of his login. */
export function loginCaller(user: LoggedIn, origin: LoginOrigin): AuditCaller {
  const { uid, tenantUid, emailId, firstName, lastName, org } = user;
  const actor = { userUid: uid, emailId, firstName, lastName, org };
  return { tenantUid, scope: 'tenant', actorType: 'user', ...actor, ...requestOf(origin) };
}

export function requestOf({ ip, userAgent }: LoginOrigin): Pick<AuditCaller, 'ip' | 'userAgent' | 'requestId'> {
  return { ip, userAgent, requestId: currentRequest()?.requestId };
}
