import fc from 'fast-check';
import { cutAtUnits, type Stretch } from './whole-units';

const length = ({ from, to }: Stretch) => to! - from!;

describe('cutting a stretch at whole units', () => {
  it.each<[string, Stretch, ReturnType<typeof cutAtUnits>]>([
    ['nothing given', {}, { whole: { from: undefined, to: undefined }, edges: [] }],
    ['whole units', { from: 20, to: 40 }, { whole: { from: 20, to: 40 }, edges: [] }],
    [
      'ragged ends',
      { from: 15, to: 43 },
      {
        whole: { from: 20, to: 40 },
        edges: [
          { from: 15, to: 20 },
          { from: 40, to: 43 },
        ],
      },
    ],
    ['an open end', { from: 15 }, { whole: { from: 20, to: undefined }, edges: [{ from: 15, to: 20 }] }],
    ['an open begin', { to: 15 }, { whole: { from: undefined, to: 10 }, edges: [{ from: 10, to: 15 }] }],
    ['less than a unit', { from: 12, to: 18 }, { edges: [{ from: 12, to: 18 }] }],
    ['across one bound', { from: 15, to: 25 }, { edges: [{ from: 15, to: 25 }] }],
    ['nothing at all', { from: 15, to: 15 }, { edges: [] }],
  ])('%s', (_what, stretch, expected) => {
    expect(cutAtUnits(stretch, 10)).toEqual(expected);
  });

  it('covers each millisecond once', () => {
    const time = fc.integer({ min: 0, max: 1_000 });
    fc.assert(
      fc.property(time, time, (from, to) => {
        const { whole, edges } = cutAtUnits({ from, to }, 10);
        const parts = [...(whole ? [whole] : []), ...edges].sort((a, b) => a.from! - b.from!);
        expect(parts.reduce((sum, part) => sum + length(part), 0)).toBe(Math.max(to - from, 0));
        for (const [index, part] of parts.slice(1).entries()) expect(part.from).toBe(parts[index]!.to);
      }),
    );
  });
});
