import type { Caller } from '@trailbook/access';
import { eventTypes, type AuditEventData, type OutgoingEvent } from '@trailbook/contract';
import { uuidv7 } from 'uuidv7';
import { actorOf } from '../actor';
import type { QueryParameters } from '../filters/parameters';
import { source } from '../kafka/audit-publisher';
import type { DownloadFormat } from './download-format';

const parameters = [
  'startTime',
  'endTime',
  'actionType',
  'actorType',
  'resourceKind',
  'resourceUid',
  'userUid',
  'projectUid',
  'tenantUid',
  'search',
  'receivedSince',
];

/** The event that tells of a download: who took what, in which form, with which filters. */
export function downloadEvent(caller: Caller, query: QueryParameters, format: DownloadFormat): OutgoingEvent {
  const given = parameters.filter((name) => query[name] !== undefined).map((name) => [name, query[name]]);
  const inProject = caller.scope === 'project';
  const data: AuditEventData = {
    tenantUid: caller.tenantUid,
    ...(inProject && { projectUid: caller.projectUid, projectName: caller.projectName }),
    actionType: 'activity',
    resource: { kind: 'audit', uid: (inProject && caller.projectUid) || caller.tenantUid, name: 'Audit log' },
    actor: actorOf(caller),
    actionMsg: `Downloaded the audit log as ${format === 'csv' ? 'CSV' : 'NDJSON'}`,
    contentMsg: JSON.stringify({ format, filters: Object.fromEntries(given) as QueryParameters }),
    request: { ip: caller.ip, userAgent: caller.userAgent, requestId: caller.requestId },
  };
  return { id: uuidv7(), source, type: eventTypes.event, time: Date.now(), data };
}
