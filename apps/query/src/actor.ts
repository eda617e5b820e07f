import type { Caller } from '@trailbook/access';
import type { EventActor } from '@trailbook/contract';

/** A caller as the actor of an event. Empty names are left out. */
export function actorOf(caller: Caller): EventActor {
  const { userUid, emailId, firstName, lastName, org } = caller;
  const names = Object.entries({ emailId, firstName, lastName, org }).filter(([, value]) => value);
  const user = { uid: userUid, ...Object.fromEntries(names) };
  return caller.actorType === 'service'
    ? { actorType: 'service', serviceName: firstName || emailId || userUid, user }
    : { actorType: 'user', user };
}
