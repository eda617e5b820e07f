export interface Figures {
  p50: number;
  p99: number;
  max: number;
}

const tenths = (value: number): number => Math.round(value * 10) / 10;

/** The middle, the 99th percentile and the largest of what was measured. */
export function figuresOf(values: readonly number[]): Figures {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => tenths(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN);
  return { p50: at(0.5), p99: at(0.99), max: tenths(sorted.at(-1) ?? NaN) };
}
