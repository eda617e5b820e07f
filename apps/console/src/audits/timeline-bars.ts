import type { Timeline } from '@trailbook/contract';

export interface Bar {
  /** First millisecond, and the first one after it. */
  from: number;
  to: number;
  count: number;
}

const lengths = { hour: 3_600_000, day: 86_400_000 } as const;

/** At most so many bars can be told apart and pointed at. */
const mostBars = 120;

/**
 * Spreads counted hours or days over bars of equal length that cover a span, empty ones included; the first and the last
 * are as long as the span has of them. Several are summed into one where there would be too many. Days are the server's:
 * they begin at midnight UTC.
 */
export function barsOf({ interval, buckets }: Timeline, span: { from: number; to: number }): Bar[] {
  const unit = lengths[interval];
  const first = Math.floor(span.from / unit) * unit;
  const units = Math.max(1, Math.ceil((span.to - first) / unit));
  const length = unit * Math.ceil(units / mostBars);
  const bars = Array.from({ length: Math.ceil((units * unit) / length) }, (_, index) => ({
    from: Math.max(span.from, first + index * length),
    to: Math.min(span.to, first + (index + 1) * length),
    count: 0,
  }));
  for (const { start, count } of buckets) {
    const bar = bars[Math.floor((Date.parse(start) - first) / length)];
    if (bar) bar.count += count;
  }
  return bars;
}
