import fc from 'fast-check';
import { secondOf, tickOf } from './index-columns';

/** Years that any entry could be from. */
const time = fc.integer({ min: Date.UTC(1971, 0), max: Date.UTC(2068, 0) });

describe('a time in an index', () => {
  it('has the order of times, eight milliseconds being one', () => {
    fc.assert(
      fc.property(time, fc.integer({ min: 0, max: 5_000 }), (earlier, more) => {
        const ticks = (at: number) => secondOf(at) * 125 + tickOf(at);
        const passed = ticks(earlier + more) - ticks(earlier);
        expect(passed).toBeGreaterThanOrEqual(Math.floor(more / 8));
        expect(passed).toBeLessThanOrEqual(Math.ceil(more / 8));
        expect(tickOf(earlier)).toBeGreaterThanOrEqual(0);
        expect(tickOf(earlier)).toBeLessThan(125);
      }),
    );
  });

  it('is the first or the last there is, where a filter asks for one beyond', () => {
    expect([-1e15, 8.64e15].map(secondOf)).toEqual([-(2 ** 31), 2 ** 31 - 1]);
  });
});
