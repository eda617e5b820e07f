import {
  dataOf,
  sinkMessage,
  sinkNoteMessage,
  type AuditEventData,
  type Decision,
  type MessageMemory,
} from '@trailbook/contract';
import type { ReceivedRecord } from '@trailbook/messaging';
import type { SinkEvent } from '@trailbook/sinks';
import type { StoredRecord } from '@trailbook/store/read';
import type { Filtered } from '../trails/trail-filter';
import { RecordPlace } from './record-place';

type Accepted = Exclude<Decision, { kind: 'rejected' }>;

/**
 * An accepted record of the log as a sink sends it. It was received when Kafka got it: that is what the store keeps too,
 * so that the message is the same whether it is delivered from the log or from there.
 */
export function eventOfLog(
  decision: Accepted,
  record: ReceivedRecord,
  epochId: number,
  memory: MessageMemory,
): SinkEvent {
  const { partition, offset, timestamp: receivedAt } = record;
  if (decision.kind === 'note') {
    const { uid, time } = decision.note;
    const origin = new RecordPlace(epochId, partition, offset, time);
    return { uid, time, message: sinkNoteMessage(decision.note), origin };
  }
  const { uid, source, time, subject, traceparent, mode, value, isPlain } = decision.event;
  return {
    uid,
    time,
    message: sinkMessage({ uid, source, time, receivedAt, subject, traceparent, mode, value }, isPlain, memory),
    origin: new RecordPlace(epochId, partition, offset, time),
  };
}

/** A record of the store as a sink sends it. */
export function eventOfStore(record: StoredRecord): SinkEvent {
  const { uid, time } = record.kind === 'note' ? record.note : record.entry;
  const message = record.kind === 'note' ? sinkNoteMessage(record.note) : sinkMessage(record.entry);
  return { uid, time, message, origin: new RecordPlace(record.epoch, record.partition, record.offset, time) };
}

/** What a trail's filter looks at, in a record of the log; undefined for a note. */
export const filteredOfLog = (decision: Accepted): Filtered | undefined =>
  decision.kind === 'event' ? filteredOf(decision.event) : undefined;

/** What a trail's filter looks at, in a record of the store; undefined for a note. */
export function filteredOfStore(record: StoredRecord): Filtered | undefined {
  return record.kind === 'entry'
    ? filteredOf(dataOf<AuditEventData>(record.entry.value, record.entry.mode))
    : undefined;
}

const filteredOf = ({
  actionType,
  resource,
  projectUid,
}: Pick<AuditEventData, 'actionType' | 'resource' | 'projectUid'>): Filtered => ({
  actionType,
  resourceKind: resource.kind,
  projectUid,
});
