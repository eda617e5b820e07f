import fc from 'fast-check';
import { fullJitter } from './full-jitter';

const within = (from: number, to: number) => fc.integer({ min: from, max: to });

describe('a pause after failures', () => {
  it('is never longer than its bounds, however many there were', () => {
    fc.assert(
      fc.property(within(0, 2_000), within(1, 1_000), within(1, 100_000), (failures, firstMs, longestMs) => {
        const pause = fullJitter(failures, firstMs, longestMs);
        return pause >= 0 && pause <= longestMs && pause <= firstMs * 2 ** failures;
      }),
    );
  });

  it('may be twice as long after each failure', () => {
    const random = jest.spyOn(Math, 'random').mockReturnValue(0.5);
    expect([0, 1, 2, 3, 4].map((failures) => fullJitter(failures, 100, 1_000))).toEqual([50, 100, 200, 400, 500]);
    random.mockRestore();
  });
});
