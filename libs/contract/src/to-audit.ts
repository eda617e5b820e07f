import { dataOf } from './data-of';
import type { Entry } from './entry';
import type { Audit, AuditActor, AuditEventData, EventActor } from './generated/types';

/** Texts of minutes, each where its number says, until another one takes the place: times come from a few minutes. */
const minutes: ({ minute: number; text: string } | undefined)[] = new Array<undefined>(64).fill(undefined);

/** `2026-01-02T03:04:` */
function minuteText(minute: number): string {
  const place = minute & (minutes.length - 1);
  const known = minutes[place];
  if (known?.minute === minute) return known.text;
  const text = new Date(minute * 60_000).toISOString().slice(0, -'05.123Z'.length);
  minutes[place] = { minute, text };
  return text;
}

const digits = (count: number, width: number) =>
  Array.from({ length: count }, (_, number) => String(number).padStart(width, '0'));
const seconds = digits(60, 2);
const thousandths = digits(1_000, 3);

/** A time in milliseconds as REST shows it: RFC 3339, UTC, milliseconds. */
export function restTime(milliseconds: number): string {
  const minute = Math.floor(milliseconds / 60_000);
  const rest = Math.floor(milliseconds - minute * 60_000);
  const second = Math.floor(rest / 1_000);
  return `${minuteText(minute)}${seconds[second]}.${thousandths[rest - second * 1_000]}Z`;
}

/** An event's actor as REST shows it, with the project that an event's data has beside its actor. */
export function toAuditActor(actor: EventActor, project?: { uid?: string; name?: string }): AuditActor {
  const { actorType, user, serviceName } = actor;
  return {
    actorType,
    ...(user && {
      user: {
        uid: user.uid ?? '',
        emailId: user.emailId ?? '',
        firstName: user.firstName ?? '',
        lastName: user.lastName ?? '',
        org: user.org ?? '',
      },
    }),
    ...(project?.uid !== undefined && { project: { uid: project.uid, name: project.name ?? '' } }),
    ...(serviceName !== undefined && { serviceName }),
  };
}

/**
 * An entry as `/v1/audits` lists it and `/v1/audits/{uid}` shows it: the same in both. `changes`, `attributes` and
 * unknown fields are left to `/v1/audits/{uid}/event`.
 */
export function toAudit(entry: Entry, data: AuditEventData = dataOf(entry.value, entry.mode)): Audit {
  const { actionType, actionMsg, contentMsg, actor, projectUid, projectName, resource, outcome } = data;
  const userMsg = entry.latestNote?.userMsg ?? data.userMsg;
  return {
    metadata: {
      uid: entry.uid,
      creationTimestamp: restTime(entry.time),
      lastModifiedTimestamp: restTime(entry.latestNote?.time ?? entry.time),
      receivedTimestamp: restTime(entry.receivedAt),
    },
    spec: {
      actionType,
      actionMsg: actionMsg ?? '',
      ...(contentMsg !== undefined && { contentMsg }),
      ...(userMsg !== undefined && { userMsg }),
      actor: toAuditActor(actor, { uid: projectUid, name: projectName }),
      resource: { uid: resource.uid, kind: resource.kind, name: resource.name ?? '', label: resource.label ?? '' },
      outcome: outcome ?? 'success',
    },
  };
}
