import { dataOf, sinkMessage, sinkNoteMessage, type AuditEventData, type ForwardDecision } from '@trailbook/contract';
import type { ReceivedRecord } from '@trailbook/messaging';
import type { SinkEvent } from '@trailbook/sinks';
import type { StoredRecord } from '@trailbook/store/read';
import type { Filtered } from '../trails/trail-filter';
import { LogEvent } from './log-event';
import type { MessageArena } from './message-arena';
import { RecordPlace } from './record-place';

type Accepted = Exclude<ForwardDecision, { kind: 'rejected' }>;

/**
 * An accepted record of the log as a sink sends it. It was received when Kafka got it: that is what the store keeps too,
 * so that the message is the same whether it is delivered from the log or from there.
 *
 * @param since since when it has been in the log, milliseconds since 1970
 * @returns an event whose message is retained
 */
export function eventOfLog(
  decision: Accepted,
  record: ReceivedRecord,
  since: number,
  epochId: number,
  memory: MessageArena,
): LogEvent {
  const { partition, offset, timestamp: receivedAt } = record;
  if (decision.kind === 'note') {
    const { note } = decision;
    const message = sinkNoteMessage(note);
    return new LogEvent(epochId, partition, offset, note.time, since, message, 0, message.length);
  }
  const { uid, source, time, subject, traceparent, mode, value, isPlain } = decision.event;
  const entry = { uid, source, time, receivedAt, subject, traceparent, mode, value };
  const message = sinkMessage(entry, isPlain, memory);
  const slab = memory.slabOf(message);
  const start = slab === undefined ? 0 : message.byteOffset;
  const event = new LogEvent(epochId, partition, offset, time, since, slab ?? message, start, message.length);
  event.retain();
  return event;
}

/** A record of the store as a sink sends it. */
export function eventOfStore(record: StoredRecord): SinkEvent {
  const { uid, time } = record.kind === 'note' ? record.note : record.entry;
  const message = record.kind === 'note' ? sinkNoteMessage(record.note) : sinkMessage(record.entry);
  return { uid, time, message, origin: new RecordPlace(record.epoch, record.partition, record.offset, time) };
}

/** What a trail's filter looks at, in a record of the log; undefined for a note. */
export const filteredOfLog = (decision: Accepted): Filtered | undefined =>
  decision.kind === 'event' ? decision.event : undefined;

/** What a trail's filter looks at, in a record of the store; undefined for a note. */
export function filteredOfStore(record: StoredRecord): Filtered | undefined {
  return record.kind === 'entry'
    ? filteredOf(dataOf<AuditEventData>(record.entry.value, record.entry.mode))
    : undefined;
}

const filteredOf = ({ actionType, resource, projectUid }: AuditEventData): Filtered => ({
  actionType,
  resourceKind: resource.kind,
  projectUid,
});
