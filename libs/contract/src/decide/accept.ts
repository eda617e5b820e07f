import type { AuditEvent, AuditNote, Decision } from '../decision';
import { entryUid } from '../entry-uid';
import type { AuditEventData, AuditNoteData } from '../generated/types';
import type { ContentMode } from '../record';
import type { Attributes } from './attributes';

// Every property is written, in one order, absent ones as undefined: all events then share one hidden class, which keeps
// whoever handles millions of them fast. A spread of the data would not.

function noteOf(uid: string, attributes: Attributes, data: AuditNoteData, mode: ContentMode, value: Buffer): AuditNote {
  const { id, source, time, subject, traceparent, extras } = attributes;
  return {
    uid,
    id,
    source,
    time,
    subject,
    traceparent,
    extras,
    mode,
    value,
    tenantUid: data.tenantUid,
    auditUid: data.auditUid.toLowerCase(),
    userMsg: data.userMsg,
    actor: data.actor,
    data,
  };
}

function eventOf(
  uid: string,
  attributes: Attributes,
  data: AuditEventData,
  mode: ContentMode,
  value: Buffer,
): AuditEvent {
  const { id, source, time, subject, traceparent, extras } = attributes;
  return {
    uid,
    id,
    source,
    time,
    subject,
    traceparent,
    extras,
    mode,
    value,
    tenantUid: data.tenantUid,
    projectUid: data.projectUid,
    projectName: data.projectName,
    actionType: data.actionType,
    resource: data.resource,
    actor: data.actor,
    actionMsg: data.actionMsg,
    contentMsg: data.contentMsg,
    userMsg: data.userMsg,
    changes: data.changes,
    request: data.request,
    outcome: data.outcome,
    attributes: data.attributes,
    data,
  };
}

/** The decision on a record that kept every rule. */
export function accept(
  attributes: Attributes,
  data: AuditEventData | AuditNoteData,
  mode: ContentMode,
  value: Buffer,
): Decision {
  const uid = entryUid(data.tenantUid, attributes.source, attributes.id);
  return attributes.isNote
    ? { kind: 'note', note: noteOf(uid, attributes, data as AuditNoteData, mode, value) }
    : { kind: 'event', event: eventOf(uid, attributes, data as AuditEventData, mode, value) };
}
