import fc from 'fast-check';
import { Fifo } from './fifo';

describe('Fifo', () => {
  it('behaves as a list does', () => {
    const step = fc.oneof(
      fc.record({ push: fc.nat(99) }),
      fc.constant('shift' as const),
      fc.record({ keepBelow: fc.nat(99) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 3_000, size: 'max' }), (steps) => {
        const fifo = new Fifo<number>();
        let list: number[] = [];
        for (const one of steps) {
          if (one === 'shift') expect(fifo.shift()).toBe(list.shift());
          else if ('push' in one) {
            fifo.push(one.push);
            list.push(one.push);
          } else {
            const keep = (item: number) => item < one.keepBelow;
            expect(fifo.removeUnless(keep)).toEqual(list.filter((item) => !keep(item)));
            list = list.filter(keep);
          }
          if (fifo.length !== list.length || fifo.first() !== list[0]) throw new Error('they differ');
        }
        expect([...fifo]).toEqual(list);
      }),
      { numRuns: 10 },
    );
  });
});
