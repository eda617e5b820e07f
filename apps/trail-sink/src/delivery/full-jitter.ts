/** A random pause up to a bound that doubles with each failure, so that those who failed together don't return together. */
export function fullJitter(failures: number, firstMs: number, longestMs: number): number {
  return Math.random() * Math.min(longestMs, firstMs * 2 ** failures);
}
