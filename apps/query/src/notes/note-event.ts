import type { Caller } from '@trailbook/access';
import { eventTypes, type OutgoingEvent } from '@trailbook/contract';
import { uuidv7 } from 'uuidv7';
import { actorOf } from '../actor';
import { source } from '../kafka/audit-publisher';

/** The event by which a note is put on an entry. */
export function noteEvent(caller: Caller, auditUid: string, userMsg: string): OutgoingEvent {
  const data = { tenantUid: caller.tenantUid, auditUid, userMsg, actor: actorOf(caller) };
  return { id: uuidv7(), source, type: eventTypes.note, time: Date.now(), data };
}
