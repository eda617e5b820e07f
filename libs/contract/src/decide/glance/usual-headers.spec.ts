import fc from 'fast-check';
import { anyText, goodRecords, RecordBuilder } from '../../corpus';
import type { KafkaRecord } from '../../record';
import { decide, decideExactly } from '../decide';

const options = { now: Date.UTC(2026, 0, 15, 10, 20, 30, 456), tenantUid: 'acme' };
const build = new RecordBuilder(options);

type Header = readonly [name: string, value: Buffer | null];

/** A record as Kafka has it: its headers a list, which are shown where they lie among other bytes. */
function inBatch(record: KafkaRecord, headers: readonly Header[]): KafkaRecord {
  return {
    ...record,
    headers: Object.fromEntries(headers.map(([name, value]) => [name, value ?? undefined])),
    showHeaders(visitor) {
      for (const [name, value] of headers) {
        if (value === null) return false;
        visitor.header(name, Buffer.concat([Buffer.from('é"'), value, Buffer.from('"')]), 3, 3 + value.length);
      }
      return true;
    },
  };
}

const listed = (record: KafkaRecord): Header[] =>
  Object.entries(record.headers).map(([name, value]): Header => [name, value ?? null]);
const names = ['content-type', 'ce_id', 'ce_source', 'ce_time', 'ce_type', 'ce_specversion', 'ce_subject'];
const further = fc.tuple(
  fc.oneof(
    fc.constantFrom(...names, 'ce_traceparent', 'ce_sequence', 'ce_Odd', 'ce_', 'ce___proto__', 'other'),
    fc.string({ maxLength: 6 }).map((name) => `ce_${name}`),
  ),
  fc.oneof(
    anyText({ maxLength: 40 }).map((text) => Buffer.from(text)),
    fc.constantFrom('1.0', 'application/json', 'application/cloudevents+json', '�').map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
    fc.constant(null),
  ),
);

describe('headers that are read where they lie', () => {
  test('lead to the decision that buffers of them lead to', () => {
    const more = fc.array(fc.tuple(further, fc.nat(20)), { maxLength: 3 });
    let accepted = 0;
    fc.assert(
      fc.property(fc.constantFrom(...goodRecords(options)), more, ({ record }, added) => {
        const headers = listed(record);
        for (const [header, at] of added) headers.splice(at % (headers.length + 1), 0, header);
        const given = inBatch(record, headers);
        const decision = decide(given);
        expect(decision).toEqual(decideExactly(given));
        if (decision.kind !== 'rejected') accepted += 1;
      }),
      { numRuns: 3_000 },
    );
    expect(accepted).toBeGreaterThan(1_000);
  });

  test('are not mixed up with those of the record before', () => {
    const full = build.binary('1', { attributes: { subject: 'a', sequence: '7' } });
    const bare = build.binary('2');
    for (const record of [full, bare, full]) {
      const given = inBatch(record, listed(record));
      expect(decide(given)).toEqual(decideExactly(given));
    }
  });
});
