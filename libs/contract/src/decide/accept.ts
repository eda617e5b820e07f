import { dataOf } from '../data-of';
import type { AuditEvent, AuditNote, Decision, ForwardDecision, ForwardedEvent } from '../decision';
import { entryUid } from '../entry-uid';
import type { ActionType, AuditEventData, AuditNoteData, SourceVerification } from '../generated/types';
import type { ContentMode } from '../record';
import { isPlainObject } from '../sink/plain';
import type { Attributes } from './attributes';

const nobody: AuditEvent['actor'] = Object.freeze({});

/** What is read of the data of an event that is passed on. */
export interface KnownScope {
  tenantUid: string;
  projectUid: string | undefined;
  actionType: ActionType;
  kind: string;
  isPlain: boolean;
}

/** What is read of an event's data at once. */
export interface KnownData extends KnownScope {
  actionMsg: string | undefined;
  userMsg: string | undefined;
  resourceUid: string;
  resourceName: string | undefined;
  userUid: string | undefined;
}

/**
 * What every accepted event says. Every property is written, in one order, absent ones as undefined: all events then share
 * one hidden class, which keeps whoever handles millions of them fast.
 */
class EventInScope {
  readonly uid: string;
  readonly id: string;
  readonly source: string;
  readonly sourceVerification: SourceVerification;
  readonly time: number;
  readonly subject: string | undefined;
  readonly traceparent: string | undefined;
  readonly extras: Readonly<Record<string, string>>;
  readonly tenantUid: string;
  readonly projectUid: string | undefined;
  readonly actionType: ActionType;
  readonly isPlain: boolean;

  constructor(
    { id, source, sourceVerification, time, subject, traceparent, extras }: Attributes,
    { tenantUid, projectUid, actionType, isPlain }: KnownScope,
    readonly mode: ContentMode,
    readonly value: Buffer,
  ) {
    this.uid = entryUid(tenantUid, source, id);
    this.id = id;
    this.source = source;
    this.sourceVerification = sourceVerification;
    this.time = time;
    this.subject = subject;
    this.traceparent = traceparent;
    this.extras = extras;
    this.tenantUid = tenantUid;
    this.projectUid = projectUid;
    this.actionType = actionType;
    this.isPlain = isPlain;
  }
}

class AcceptedEvent extends EventInScope implements AuditEvent {
  readonly actionMsg: string | undefined;
  readonly userMsg: string | undefined;
  readonly resource: AuditEvent['resource'];
  readonly actor: AuditEvent['actor'];

  constructor(attributes: Attributes, known: KnownData, mode: ContentMode, value: Buffer) {
    super(attributes, known, mode, value);
    this.actionMsg = known.actionMsg;
    this.userMsg = known.userMsg;
    this.resource = { kind: known.kind, uid: known.resourceUid, name: known.resourceName };
    this.actor = known.userUid === undefined ? nobody : { user: { uid: known.userUid } };
  }

  get data(): AuditEventData {
    return dataOf(this.value, this.mode);
  }
}

class EventToForward extends EventInScope implements ForwardedEvent {
  readonly resourceKind: string;

  constructor(attributes: Attributes, known: KnownScope, mode: ContentMode, value: Buffer) {
    super(attributes, known, mode, value);
    this.resourceKind = known.kind;
  }
}

function noteOf(attributes: Attributes, data: AuditNoteData, mode: ContentMode, value: Buffer): AuditNote {
  const { id, source, sourceVerification, time, subject, traceparent, extras } = attributes;
  return {
    uid: entryUid(data.tenantUid, source, id),
    id,
    source,
    sourceVerification,
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

const knownOf = (data: AuditEventData, mode: ContentMode, value: Buffer): KnownData => ({
  tenantUid: data.tenantUid,
  projectUid: data.projectUid,
  actionType: data.actionType,
  actionMsg: data.actionMsg,
  userMsg: data.userMsg,
  kind: data.resource.kind,
  resourceUid: data.resource.uid,
  resourceName: data.resource.name,
  userUid: data.actor.user?.uid,
  isPlain: mode === 'binary' && isPlainObject(value, data),
});

/** The decision on an event that kept every rule, of whose data this is known. */
export function acceptEvent(attributes: Attributes, known: KnownData, mode: ContentMode, value: Buffer): Decision {
  return { kind: 'event', event: new AcceptedEvent(attributes, known, mode, value) };
}

/** As `acceptEvent`, for those who pass the event on. */
export function forwardEvent(
  attributes: Attributes,
  known: KnownScope,
  mode: ContentMode,
  value: Buffer,
): ForwardDecision {
  return { kind: 'event', event: new EventToForward(attributes, known, mode, value) };
}

/** What those who pass an event on see of it. */
export function forwarded(decision: Decision): ForwardDecision {
  if (decision.kind !== 'event') return decision;
  const { id, source, sourceVerification, time, subject, traceparent, extras, mode, value, resource, ...data } =
    decision.event;
  const envelope = { id, source, sourceVerification, time, subject, traceparent, extras };
  const attributes = { kind: 'attributes', isNote: false, ...envelope } as const;
  const { tenantUid, projectUid, actionType, isPlain } = data;
  return forwardEvent(attributes, { tenantUid, projectUid, actionType, kind: resource.kind, isPlain }, mode, value);
}

/** The decision on a record that kept every rule. */
export function accept(
  attributes: Attributes,
  data: AuditEventData | AuditNoteData,
  mode: ContentMode,
  value: Buffer,
): Decision {
  return attributes.isNote
    ? { kind: 'note', note: noteOf(attributes, data as AuditNoteData, mode, value) }
    : acceptEvent(attributes, knownOf(data as AuditEventData, mode, value), mode, value);
}
