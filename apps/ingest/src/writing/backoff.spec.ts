import fc from 'fast-check';
import { backoffMs } from './backoff';

describe('waiting between attempts', () => {
  it('grows, is never longer than five seconds, and never nothing', () => {
    fc.assert(
      fc.property(fc.nat(1_000), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
        const wait = backoffMs(attempt, () => random);
        expect(wait).toBeGreaterThanOrEqual(10);
        expect(wait).toBeLessThanOrEqual(5_000);
      }),
    );
    expect(backoffMs(5, () => 1)).toBeGreaterThan(backoffMs(0, () => 1));
  });
});
