import { setImmediate } from 'node:timers/promises';
import { decide, type AuditEvent, type AuditNote, type DecideOptions } from '@trailbook/contract';
import { producerSpan, type PartitionBatch, type ReceivedRecord } from '@trailbook/messaging';
import type { StoredEvent, StoredNote } from '@trailbook/store/append';
import type { Stretch } from './stretch';

/** Sockets are served between slices of this many records, so that the database isn't kept waiting for rows. */
const sliceRecords = 500;
const producersKept = 8;

type Judged = Omit<Stretch, 'control'>;

/** Judges a batch by the contract, record by record, in order. */
export async function judge(batch: PartitionBatch, epochId: number, options: DecideOptions): Promise<Judged> {
  const { partition, assignment, from, to, bytes, records } = batch;
  const stretch: Judged = {
    ...{ partition, assignment, epochId, from, to, bytes, records: records.length },
    ...{ entries: [], notes: [], rejections: [], producers: [] },
    oldest: records[0]?.timestamp,
  };
  const receivedAt = Date.now();
  for (let start = 0; start < records.length; start += sliceRecords) {
    if (start > 0) await setImmediate();
    for (const record of records.slice(start, start + sliceRecords)) judgeRecord(record, receivedAt, stretch, options);
  }
  for (let i = 0; i < records.length && stretch.producers.length < producersKept; i += 1) {
    const span = producerSpan(records[i] as ReceivedRecord);
    if (span !== undefined) stretch.producers.push(span);
  }
  return stretch;
}

function judgeRecord(record: ReceivedRecord, receivedAt: number, stretch: Judged, options: DecideOptions): void {
  const decision = decide(record, options);
  const { partition, offset } = record;
  switch (decision.kind) {
    case 'event':
      stretch.entries.push({ partition, offset, receivedAt, event: lean(decision.event), record });
      break;
    case 'note':
      stretch.notes.push({ partition, offset, receivedAt, note: leanNote(decision.note), record });
      break;
    case 'rejected':
      stretch.rejections.push({ record, code: decision.code, reason: decision.reason });
  }
}

/** What the store takes of an event. The parsed data is several times the size of the record, and must not wait with it. */
function lean(event: AuditEvent): StoredEvent {
  const { uid, id, source, time, tenantUid, mode, value, subject, traceparent, extras, projectUid, actionType } = event;
  const { resource, actor } = event;
  return {
    ...{ uid, id, source, time, tenantUid, mode, value, subject, traceparent, extras, projectUid, actionType },
    resource: { kind: resource.kind, uid: resource.uid },
    actor: actor.user === undefined ? {} : { user: { uid: actor.user.uid } },
  };
}

function leanNote(note: AuditNote): StoredNote {
  const { uid, id, source, time, tenantUid, mode, value, subject, traceparent, extras, auditUid } = note;
  return { uid, id, source, time, tenantUid, mode, value, subject, traceparent, extras, auditUid };
}
