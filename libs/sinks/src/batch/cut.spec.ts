import fc from 'fast-check';
import type { SinkEvent } from '../sink';
import { cutBatches } from './cut';
import type { BatchLimits } from './limits';
import { packed } from './pack';

const now = Date.UTC(2026, 10, 20, 12);
const limits: BatchLimits = {
  maxBatchBytes: 10_000,
  maxBatchEvents: 20,
  eventOverheadBytes: 26,
  maxMessageBytes: 2_000,
  maxSpanMs: 1_000,
  maxAgeMs: 10_000,
  maxAheadMs: 2_000,
};

function event(uid: number, time: number, bytes: number): SinkEvent {
  const padding = 'x'.repeat(Math.max(0, bytes - 10));
  return { uid: String(uid), time, message: Buffer.from(`{"pad":"${padding}"}`) };
}

const events = fc
  .array(fc.tuple(fc.integer({ min: -15_000, max: 4_000 }), fc.integer({ min: 10, max: 2_500 })), { maxLength: 120 })
  .map((specs) => specs.map(([age, bytes], index) => event(index, now + age, bytes)));

describe('cutting events into batches', () => {
  it('keeps every limit, the order, and every event, whatever comes', () => {
    fc.assert(
      fc.property(events, (given) => {
        const batches = cutBatches(given, limits, now);
        for (const { events: some, bytes } of batches) {
          const cut = [...some];
          expect(cut.length).toBeGreaterThan(0);
          expect(cut.length).toBeLessThanOrEqual(limits.maxBatchEvents);
          expect(bytes).toBe(cut.reduce((sum, { message }) => sum + message.length + 26, 0));
          expect(bytes).toBeLessThanOrEqual(limits.maxBatchBytes);
          const times = cut.map(({ time }) => time);
          expect(times).toEqual([...times].sort((a, b) => a - b));
          expect(times.at(-1)! - times[0]!).toBeLessThan(limits.maxSpanMs);
          for (const { message, time } of cut) {
            expect(message.length).toBeLessThanOrEqual(limits.maxMessageBytes);
            expect(time).toBeGreaterThanOrEqual(now - limits.maxAgeMs);
            expect(time).toBeLessThanOrEqual(now + limits.maxAheadMs);
          }
        }
        const sent = batches.flatMap((batch) => [...batch.events].map(({ uid }) => uid));
        expect([...sent].sort()).toEqual(given.map(({ uid }) => uid).sort());
      }),
    );
  });

  it('leaves no batch that the next event would have fitted into', () => {
    fc.assert(
      fc.property(events, (given) => {
        const batches = cutBatches(given, limits, now);
        batches.slice(0, -1).forEach((batch, index) => {
          const [next] = [...batches[index + 1]!.events];
          const full =
            batch.bytes + next!.message.length + 26 > limits.maxBatchBytes ||
            batch.events.length === limits.maxBatchEvents ||
            next!.time - [...batch.events][0]!.time >= limits.maxSpanMs;
          expect(full).toBe(true);
        });
      }),
    );
  });

  it('fills a batch to the last byte and not one further', () => {
    const exact = Array.from({ length: 5 }, (_, index) => event(index, now, 2_000 - 26));
    expect(cutBatches(exact, limits, now)).toHaveLength(1);
    expect(cutBatches([...exact.slice(1), event(9, now, 2_000 - 25)], limits, now)).toHaveLength(2);
  });

  it('takes the largest number of events and not one more', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => event(index, now, 10));
    expect(cutBatches(many(20), limits, now)).toHaveLength(1);
    expect(cutBatches(many(21), limits, now).map((batch) => batch.events.length)).toEqual([20, 1]);
  });

  it('counts UTF-8 bytes, not characters', () => {
    const message = Buffer.from(JSON.stringify({ text: 'ü'.repeat(995) }));
    expect(message.length).toBe(2_001);
    const [batch] = cutBatches([{ uid: '1', time: now, message }], limits, now);
    expect(batch?.shortened).toBe(1);
  });

  it('keeps the order of arrival among equal times', () => {
    const [batch] = cutBatches([event(1, now, 10), event(2, now - 1, 10), event(3, now, 10)], limits, now);
    expect([...batch!.events].map(({ uid }) => uid)).toEqual(['2', '1', '3']);
  });

  it('cuts packed events alike, and leaves them as they are where one batch takes them all', () => {
    const ages = fc.array(fc.integer({ min: 0, max: 120 }), { maxLength: 25 });
    const some = fc
      .tuple(ages, fc.boolean(), fc.integer({ min: -11_000, max: 2_100 }))
      .map(([steps, inOrder, start]) => {
        let time = now + start;
        return steps.map((step, index) => event(index, (time += inOrder ? step : 60 - step), 10 + 5 * step));
      });
    fc.assert(
      fc.property(fc.oneof(some, events), (given) => {
        const asArrays = cutBatches(given, limits, now);
        const asPacked = cutBatches(packed(given), limits, now);
        expect(asArrays).toHaveLength(asPacked.length);
        expect(asArrays).toMatchObject(asPacked.map((batch) => ({ ...batch, events: [...batch.events] })));
        const isWhole = asArrays.length === 1 && asArrays[0]!.events.length === given.length;
        const isUntouched = isWhole && [...asArrays[0]!.events].every((one, index) => one === given[index]);
        expect(asPacked.some((batch) => batch.events.packed !== undefined)).toBe(isUntouched);
      }),
      { numRuns: 500 },
    );
  });
});
