import { randomUUID } from 'node:crypto';
import type { AuditEventData, EncodedRecord, KafkaRecord, OutgoingEvent } from '@trailbook/contract';

/** What a spec may say about an event; the rest is made up. */
export type EventWishes = Partial<Omit<OutgoingEvent, 'data'>> & { data?: Partial<AuditEventData> };

/** A valid event of its own identity, of now, in which a user updates a cluster profile of a project. */
export function anEvent({ data, ...envelope }: EventWishes = {}): OutgoingEvent {
  return {
    id: randomUUID(),
    source: '/services/clusters',
    type: 'dev.trailbook.audit.event.v1',
    time: new Date(),
    ...envelope,
    data: {
      tenantUid: 'acme',
      projectUid: 'project-1',
      projectName: 'Payments',
      actionType: 'update',
      resource: { kind: 'clusterprofile', uid: 'profile-1', name: 'base' },
      actor: { actorType: 'user', user: { uid: 'user-1', emailId: 'ada@acme.example' } },
      actionMsg: 'Updated the cluster profile base',
      ...data,
    },
  };
}

/** A valid note on an entry. */
export function aNote(auditUid: string, userMsg: string, tenantUid = 'acme'): OutgoingEvent {
  const actor = { actorType: 'user' as const, user: { uid: 'user-1', emailId: 'ada@acme.example' } };
  return {
    id: randomUUID(),
    source: '/services/notes',
    type: 'dev.trailbook.audit.note.v1',
    time: new Date(),
    data: { tenantUid, auditUid, userMsg, actor },
  };
}

/** What Kafka would hand over of an encoded record, at `timestamp` in milliseconds since 1970. */
export function asReceived({ key, value, headers }: EncodedRecord, timestamp = Date.now()): KafkaRecord {
  const entries = Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)]);
  return { key: Buffer.from(key), value, headers: Object.fromEntries(entries) as KafkaRecord['headers'], timestamp };
}
