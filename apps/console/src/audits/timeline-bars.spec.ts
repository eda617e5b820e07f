import { barsOf } from './timeline-bars';

const hour = 3_600_000;
const begin = Date.parse('2026-01-02T00:00:00Z');

describe('the bars of the timeline', () => {
  it('cover the span, with empty hours in between', () => {
    const buckets = [
      { start: '2026-01-02T00:00:00.000Z', count: 2 },
      { start: '2026-01-02T03:00:00.000Z', count: 5 },
    ];
    const bars = barsOf({ interval: 'hour', buckets }, { from: begin + 5, to: begin + 3.5 * hour });
    expect(bars.map(({ count }) => count)).toEqual([2, 0, 0, 5]);
    expect(bars.map((bar) => bar.to - bar.from)).toEqual([hour - 5, hour, hour, hour / 2]);
    expect(bars[0]?.from).toBe(begin + 5);
  });

  it('are at most 120, each the sum of several, and lose no entry', () => {
    const buckets = Array.from({ length: 365 }, (_, day) => ({
      start: new Date(begin + day * 24 * hour).toISOString(),
      count: 1,
    }));
    const bars = barsOf({ interval: 'day', buckets }, { from: begin, to: begin + 365 * 24 * hour });
    expect(bars.length).toBeLessThanOrEqual(120);
    expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(365);
  });
});
