import { cutBatches } from '../batch/cut';
import { cloudWatchLimits } from './limits';

const now = Date.UTC(2026, 10, 20, 12);
const hour = 3_600_000;
const event = (time: number, bytes: number) => ({ uid: String(time), time, message: Buffer.alloc(bytes, 'x') });
const cut = (...events: ReturnType<typeof event>[]) => cutBatches(events, cloudWatchLimits, now);

describe('the limits of PutLogEvents', () => {
  it('takes one event of 1,048,550 bytes, and shortens a larger one', () => {
    expect(cut(event(now, 1_048_550))).toMatchObject([{ bytes: 1_048_576, shortened: 0 }]);
    const [batch] = cut(event(now, 1_048_551));
    expect(batch?.shortened).toBe(1);
    expect(batch?.bytes).toBeLessThanOrEqual(1_048_576);
  });

  it('fills a call to 1,048,576 bytes', () => {
    expect(cut(event(now, 524_262), event(now, 524_262))).toHaveLength(1);
    expect(cut(event(now, 524_262), event(now, 524_263))).toHaveLength(2);
  });

  it('puts 10,000 events into a call', () => {
    const events = Array.from({ length: 10_001 }, (_, index) => event(now + index, 20));
    expect(cut(...events).map((batch) => batch.events.length)).toEqual([10_000, 1]);
  });

  it('spans less than 24 hours', () => {
    expect(cut(event(now - 24 * hour + 1, 20), event(now, 20))).toHaveLength(1);
    expect(cut(event(now - 24 * hour, 20), event(now, 20))).toHaveLength(2);
  });

  it('sends with the present time what CloudWatch would reject for its own', () => {
    expect(cut(event(now - 15 * 24 * hour, 20), event(now + 3 * hour, 20))).toMatchObject([
      { events: [{ time: now }, { time: now }] },
    ]);
    expect(cut(event(now - 13 * 24 * hour, 20))).toMatchObject([{ events: [{ time: now - 13 * 24 * hour }] }]);
  });
});
