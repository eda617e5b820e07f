import { sinkMessage, sinkNoteMessage, type Decision } from '@trailbook/contract';
import type { SinkEvent } from '@trailbook/sinks';
import type { StoredRecord } from '@trailbook/store/read';

type Accepted = Exclude<Decision, { kind: 'rejected' }>;

/** An accepted record of the log as a sink sends it. `receivedAt` is when Kafka got it, milliseconds since 1970. */
export function eventOfLog(decision: Accepted, receivedAt: number): SinkEvent {
  if (decision.kind === 'note') {
    const { uid, time } = decision.note;
    return { uid, time, message: sinkNoteMessage(decision.note) };
  }
  const { uid, source, time, subject, traceparent, mode, value, data } = decision.event;
  return {
    uid,
    time,
    message: sinkMessage({ uid, source, time, receivedAt, subject, traceparent, mode, value }, data),
  };
}

/** A record of the store as a sink sends it. */
export function eventOfStore(record: StoredRecord): SinkEvent {
  if (record.kind === 'note') {
    const { uid, time } = record.note;
    return { uid, time, message: sinkNoteMessage(record.note) };
  }
  const { uid, time } = record.entry;
  return { uid, time, message: sinkMessage(record.entry) };
}
