import { dataOf } from './data-of';
import type { Entry } from './entry';
import type { Audit, AuditActor, AuditEventData, EventActor } from './generated/types';
import { restTime } from './time/rest-time';

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
      source: entry.source,
      sourceVerification: entry.sourceVerification,
    },
  };
}
