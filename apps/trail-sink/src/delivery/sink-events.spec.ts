import { dataOf, decide, sinkMessage, sinkNoteMessage, type AuditEventData } from '@trailbook/contract';
import { goodRecords } from '@trailbook/contract/corpus';
import type { StoredRecord } from '@trailbook/store/read';
import { eventOfStore } from './sink-events';

const place = { epoch: 1, partition: 2, offset: 3n };

describe('a record of the store', () => {
  test.each(goodRecords({ now: Date.UTC(2026, 0, 15), tenantUid: 'acme' }))(
    'is sent as it came: $name',
    ({ record }) => {
      const decision = decide(record);
      if (decision.kind === 'rejected') throw new Error(decision.reason);
      const accepted = decision.kind === 'event' ? decision.event : decision.note;
      const { uid, id, source, sourceVerification, time, subject, traceparent, mode } = accepted;
      const value = accepted.value.toString();
      const envelope = { uid, id, source, sourceVerification, time, subject, traceparent, mode };
      const stored = { ...envelope, receivedAt: record.timestamp, value };
      const further = { attributes: {}, kafka: { ...place, offset: '3' } };
      const one: StoredRecord =
        decision.kind === 'event'
          ? { kind: 'entry', ...place, entry: { ...stored, ...further } }
          : { kind: 'note', ...place, note: { ...stored, entryUid: decision.note.auditUid } };
      const { what, toSink } = eventOfStore(one);
      const event = toSink();
      expect(event).toMatchObject({ uid, time, origin: { epochId: 1, partition: 2, offset: 3n } });
      if (one.kind === 'note') {
        expect(what).toBeUndefined();
        return expect(event.message).toEqual(sinkNoteMessage(one.note));
      }
      const { actionType, resource, projectUid } = dataOf<AuditEventData>(value, mode);
      expect(what).toEqual({ actionType, resourceKind: resource.kind, projectUid });
      expect(event.message.toString()).toBe(sinkMessage(one.entry).toString());
    },
  );
});
