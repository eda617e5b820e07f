import fc from 'fast-check';
import { rejectCodes } from '../codes';
import { goodRecords } from '../corpus';
import { limits } from '../topics';
import { decide } from './decide';

const options = { now: Date.UTC(2026, 0, 15), tenantUid: 'acme' };
const good = goodRecords(options);

const expectAnAnswer = (decision: ReturnType<typeof decide>): void => {
  if (decision.kind !== 'rejected') return;
  expect(rejectCodes).toContain(decision.code);
  expect(decision.reason).not.toBe('');
  expect(decision.reason.length).toBeLessThanOrEqual(limits.reason);
};

describe('decide always answers', () => {
  const bytes = fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array));
  const header = fc.oneof(
    bytes,
    fc.constantFrom('1.0', 'application/json', 'application/cloudevents+json', ';;;', '').map((t) => Buffer.from(t)),
    fc.constant(undefined),
  );
  const names = [
    'content-type',
    'ce_id',
    'ce_specversion',
    'ce_source',
    'ce_type',
    'ce_time',
    'ce_',
    'ce___proto__',
    'x',
  ];
  const headers = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), header);

  test('to arbitrary bytes and headers', () => {
    fc.assert(
      fc.property(fc.option(bytes), headers, fc.double(), (value, given, timestamp) => {
        expectAnAnswer(decide({ key: null, value, headers: given, timestamp }));
      }),
      { numRuns: 1000 },
    );
  });

  test('to a good record of which some bytes were changed, and never with another uid for the same identity', () => {
    const change = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.constantFrom(...good), change, ({ record }, changes) => {
        const value = Buffer.from(record.value ?? []);
        for (const [at, byte] of changes) value[at % value.length] = byte;
        const decision = decide({ ...record, value });
        expectAnAnswer(decision);
        expect(decide({ ...record, value })).toEqual(decision);
      }),
      { numRuns: 1000 },
    );
  });

  // Work that grew with the square of the size would take minutes here.
  test('to a header of a megabyte, and to very many of them', () => {
    const many = Object.fromEntries(Array.from({ length: 50_000 }, (_, n) => [`ce_e${n}`, Buffer.from('x')]));
    for (const { record } of good.slice(0, 3)) {
      const long = Buffer.alloc(1024 * 1024, 0x61);
      for (const name of ['ce_id', 'ce_source', 'ce_time', 'ce_type', 'ce_traceparent', 'content-type']) {
        expectAnAnswer(decide({ ...record, headers: { ...record.headers, [name]: long } }));
      }
      expectAnAnswer(decide({ ...record, headers: { ...record.headers, ...many } }));
    }
  }, 30_000);
});
