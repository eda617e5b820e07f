import fc from 'fast-check';
import type { SinkEvent } from '../sink';
import { cutBatches } from './cut';
import type { BatchLimits } from './limits';

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
        for (const { events: cut, bytes } of batches) {
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
        const sent = batches.flatMap((batch) => batch.events.map(({ uid }) => uid));
        expect([...sent].sort()).toEqual(given.map(({ uid }) => uid).sort());
      }),
    );
  });

  it('leaves no batch that the next event would have fitted into', () => {
    fc.assert(
      fc.property(events, (given) => {
        const batches = cutBatches(given, limits, now);
        batches.slice(0, -1).forEach((batch, index) => {
          const next = batches[index + 1]!.events[0]!;
          const full =
            batch.bytes + next.message.length + 26 > limits.maxBatchBytes ||
            batch.events.length === limits.maxBatchEvents ||
            next.time - batch.events[0]!.time >= limits.maxSpanMs;
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
    expect(batch?.events.map(({ uid }) => uid)).toEqual(['2', '1', '3']);
  });
});
