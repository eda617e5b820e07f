import {
  contentDigest,
  dataOf,
  sinkMessage,
  sinkNoteMessage,
  usualScope,
  type AuditEventData,
  type Entry,
  type ForwardDecision,
  type UsualRecord,
} from '@trailbook/contract';
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
    const digest = digestOf(note);
    return new LogEvent(epochId, partition, offset, note.time, digest, since, message, 0, message.length);
  }
  const { uid, source, sourceVerification, time, subject, traceparent, mode, value, isPlain } = decision.event;
  const entry = { uid, source, sourceVerification, time, receivedAt, subject, traceparent, mode, value };
  const message = sinkMessage(entry, isPlain, memory);
  const slab = memory.slabOf(message);
  const start = slab === undefined ? 0 : message.byteOffset;
  const digest = digestOf(entry);
  const event = new LogEvent(epochId, partition, offset, time, digest, since, slab ?? message, start, message.length);
  event.retain();
  return event;
}

/** As `eventOfLog`, of a record that a glance was enough for: its message is there already. */
export function eventOfUsual(
  usual: UsualRecord,
  { partition, offset }: ReceivedRecord,
  since: number,
  epochId: number,
  memory: MessageArena,
): LogEvent {
  const { time, digest, messageBytes: bytes } = usual;
  const slab = memory.slabFor(bytes);
  if (!slab) {
    const message = Buffer.allocUnsafeSlow(bytes);
    usual.copyMessage(message, 0);
    return new LogEvent(epochId, partition, offset, time, digest, since, message, 0, bytes);
  }
  const start = slab.reserve(bytes);
  usual.copyMessage(slab.memory, start);
  slab.retain();
  return new LogEvent(epochId, partition, offset, time, digest, since, slab, start, bytes);
}

/** A record of the store: what a trail's filter looks at in it (undefined: a note), and the event for a sink. */
export interface StoredEvent {
  readonly what: Filtered | undefined;
  toSink(): SinkEvent;
}

/** As for records of the log, a glance at the data is enough for most. */
export function eventOfStore(record: StoredRecord): StoredEvent {
  if (record.kind === 'note') {
    const { note } = record;
    return { what: undefined, toSink: () => sinkEvent(record, note, sinkNoteMessage(note)) };
  }
  const { entry } = record;
  const { mode } = entry;
  const value = Buffer.from(entry.value);
  const usual = mode === 'binary' ? usualScope(value) : undefined;
  return {
    what: usual
      ? { actionType: usual.actionType, resourceKind: usual.kind, projectUid: usual.projectUid }
      : filteredOf(dataOf<AuditEventData>(entry.value, mode)),
    toSink: () => sinkEvent(record, entry, sinkMessage({ ...entry, value }, usual?.isPlain)),
  };
}

const sinkEvent = (
  { epoch, partition, offset }: StoredRecord,
  said: Pick<Entry, 'uid' | 'time' | 'source' | 'value'>,
  message: Buffer,
): SinkEvent => {
  const { uid, time } = said;
  return { uid, time, message, origin: new RecordPlace(epoch, partition, offset, time, digestOf(said)) };
};

const digestOf = ({ value, source, time }: Pick<Entry, 'value' | 'source' | 'time'>): number =>
  contentDigest(value, source, time);

/** What a trail's filter looks at, in a record of the log; undefined for a note. */
export const filteredOfLog = (decision: Accepted): Filtered | undefined =>
  decision.kind === 'event' ? decision.event : undefined;

const filteredOf = ({ actionType, resource, projectUid }: AuditEventData): Filtered => ({
  actionType,
  resourceKind: resource.kind,
  projectUid,
});
