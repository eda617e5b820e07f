import { createHash } from 'node:crypto';
import { entryUid, type AuditEventData, type EventActor, type OutgoingEvent } from '@trailbook/contract';
import { plots, type Act, type Plot } from './history-plots';
import type { Resident } from './residents';

const day = 86_400_000;
const spreadMs = 89 * day;

/** Users that act in the history; the demo's own users among them. */
export interface Person {
  uid: string;
  emailId: string;
  firstName: string;
  lastName: string;
}

/** A number from 0 to below `of` that looks random and is the same at every start. */
function chance(of: number, ...about: (string | number)[]): number {
  return createHash('sha256').update(about.join(' ')).digest().readUInt32BE(0) % of;
}

const pick = <T>(from: readonly T[], ...about: (string | number)[]): T => from[chance(from.length, ...about)] as T;

function actorOf(act: Act, plot: Plot, person: Person, org: string): EventActor {
  if (act.by === 'user') return { actorType: 'user', user: { ...person, org } };
  if (act.by === 'system') return { actorType: 'system' };
  return { actorType: 'service', serviceName: plot.source.slice(plot.source.lastIndexOf('/') + 1) };
}

/**
 * What happened in a tenant in the 90 days before `anchor`. A pure function: told again it is the same history, with the
 * same ids and times, so that whatever part of it is there already is recognised.
 */
export function historyOf(
  tenant: Resident,
  people: readonly Person[],
  anchor: number,
  entries: number,
): OutgoingEvent[] {
  const events: OutgoingEvent[] = [];
  for (let number = 0; number < entries; number += 1) {
    // In turn, so that every kind and action occurs however short the history is.
    const plot = plots[number % plots.length] as Plot;
    const act = plot.acts[Math.floor(number / plots.length) % plot.acts.length] as Act;
    const regular =
      anchor - spreadMs + Math.floor((number * spreadMs) / entries) + chance(day / 8, tenant.name, number);
    // Now and then two things happen in the same millisecond.
    const before =
      number % 15 === 14 ? (events.findLast(({ type }) => type.includes('.event.'))?.time as number) : undefined;
    const time = Math.min(before ?? regular, anchor);
    const person = pick(people, tenant.name, 'person', number);
    const event = entryOf(tenant, plot, act, person, number, time);
    events.push(event);
    if (act.laterNote)
      events.push(noteOn(event, act.laterNote, pick(people, 'note', number), tenant, Math.min(time + day, anchor)));
  }
  return events;
}

function entryOf(tenant: Resident, plot: Plot, act: Act, person: Person, number: number, time: number): OutgoingEvent {
  const name = pick(plot.resources, tenant.name, 'resource', number);
  const project = plot.scope === 'project' ? pick(tenant.projects, tenant.name, 'project', number) : undefined;
  const uid = `${plot.kind}-${createHash('sha256').update(`${tenant.uid} ${project?.uid} ${name}`).digest('hex').slice(0, 12)}`;
  const data: AuditEventData = {
    tenantUid: tenant.uid,
    ...(project && { projectUid: project.uid, projectName: project.name }),
    actionType: act.actionType,
    resource: { kind: plot.kind, uid, name, label: name },
    actor: actorOf(act, plot, person, tenant.name),
    actionMsg: act.message.replace('{name}', name),
    ...(act.details && { contentMsg: act.details }),
    ...(act.note && { userMsg: act.note }),
    ...(act.changes && { changes: act.changes }),
    ...(act.by === 'user' && { request: { ip: `192.0.2.${chance(250, person.uid) + 1}`, userAgent: 'Mozilla/5.0' } }),
    ...(act.failure && { outcome: 'failure' as const }),
  };
  const id = `demo-${String(number).padStart(4, '0')}`;
  return { id, source: plot.source, type: 'dev.trailbook.audit.event.v1', time, subject: `${plot.kind}/${uid}`, data };
}

function noteOn(event: OutgoingEvent, userMsg: string, person: Person, tenant: Resident, time: number): OutgoingEvent {
  const auditUid = entryUid(tenant.uid, event.source, event.id);
  const actor = { actorType: 'user' as const, user: { ...person, org: tenant.name } };
  return {
    id: `${event.id}-note`,
    source: '/services/notes',
    type: 'dev.trailbook.audit.note.v1',
    time,
    data: { tenantUid: tenant.uid, auditUid, userMsg, actor },
  };
}
