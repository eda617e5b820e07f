import type { AuditEventData, EventActor, EventRequest, EventResource } from '@trailbook/contract';
import { changesBetween } from '../changes/changes';
import { clipped } from '../changes/text';
import type { AuditAction, AuditCaller } from './audit-action';

const MAX_NAME = 256;
const MAX_MESSAGE = 1024;
const MAX_CONTENT_POINTS = 8 * 1024;
const MAX_ATTRIBUTES = 60;
/** Attribute that tells how many changes had no room in the event. */
export const OMITTED_CHANGES = 'omittedChanges';

/**
 * The event's data, within every limit of the contract: text from callers is cut and cleaned, never refused, since an
 * action must not fail for what its log line looks like.
 */
export function eventData(caller: AuditCaller, action: AuditAction, secretPaths: readonly string[]): AuditEventData {
  const changed = action.before !== undefined || action.after !== undefined;
  const changes = changed ? changesBetween(action.before, action.after, secretPaths) : { list: [], omitted: 0 };
  const attributes = attributesOf(action, changes.omitted);
  return {
    tenantUid: action.tenantUid ?? caller.tenantUid,
    ...projectOf(caller, action),
    actionType: action.actionType,
    resource: resourceOf(action.resource),
    actor: action.actor ?? actorOf(caller),
    ...(action.actionMsg !== undefined && { actionMsg: clipped(action.actionMsg, MAX_MESSAGE) }),
    ...(action.contentMsg !== undefined && { contentMsg: clipped(action.contentMsg, MAX_CONTENT_POINTS) }),
    ...(action.userMsg !== undefined && { userMsg: action.userMsg }),
    ...(changes.list.length > 0 && { changes: changes.list }),
    ...requestOf(caller),
    ...(action.outcome !== undefined && { outcome: action.outcome }),
    ...(attributes && { attributes }),
  };
}

function projectOf(caller: AuditCaller, action: AuditAction): Pick<AuditEventData, 'projectUid' | 'projectName'> {
  const own =
    caller.scope === 'project' && caller.projectUid ? { uid: caller.projectUid, name: caller.projectName } : null;
  const project = action.project === undefined ? own : action.project;
  if (project === null) return {};
  return { projectUid: project.uid, ...(project.name && { projectName: clipped(project.name, MAX_NAME) }) };
}

function resourceOf({ kind, uid, name, label }: EventResource): EventResource {
  return {
    kind,
    uid,
    ...(name !== undefined && { name: clipped(name, MAX_NAME) }),
    ...(label !== undefined && { label: clipped(label, MAX_NAME) }),
  };
}

function actorOf(caller: AuditCaller): EventActor {
  if (caller.actorType === 'service') return { actorType: 'service', serviceName: clipped(caller.userUid, MAX_NAME) };
  const named = (['emailId', 'firstName', 'lastName', 'org'] as const).flatMap((field) => {
    const value = caller[field];
    return value ? [[field, clipped(value, MAX_NAME)]] : [];
  });
  return { actorType: 'user', user: { uid: caller.userUid, ...(Object.fromEntries(named) as object) } };
}

function requestOf(caller: AuditCaller): { request?: EventRequest } {
  const request = (['ip', 'userAgent', 'requestId'] as const).flatMap((field) => {
    const value = caller[field];
    return value ? [[field, clipped(value, MAX_NAME)]] : [];
  });
  return request.length > 0 ? { request: Object.fromEntries(request) as EventRequest } : {};
}

function attributesOf(action: AuditAction, omitted: number): Record<string, string> | undefined {
  const entries = Object.entries(action.attributes ?? {})
    .slice(0, MAX_ATTRIBUTES)
    .map(([name, value]) => [clipped(name, MAX_NAME), clipped(value, MAX_MESSAGE)]);
  if (omitted > 0) entries.push([OMITTED_CHANGES, String(omitted)]);
  return entries.length > 0 ? (Object.fromEntries(entries) as Record<string, string>) : undefined;
}
