import fc from 'fast-check';
import { OffsetQueue } from './offset-queue';

describe('offsets that wait', () => {
  it('are taken out up to one of them', () => {
    const step = fc.oneof(
      { weight: 10, arbitrary: fc.record({ push: fc.bigInt({ min: 1n, max: 9n }) }) },
      { weight: 1, arbitrary: fc.record({ upTo: fc.bigInt({ min: 0n, max: 3_000n }) }) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 3_000, size: 'max' }), (steps) => {
        const queue = new OffsetQueue();
        let list: bigint[] = [];
        let last = 0n;
        for (const one of steps) {
          if ('push' in one) {
            last += one.push;
            queue.push(last);
            list.push(last);
          } else {
            queue.removeUpTo(one.upTo);
            list = list.filter((offset) => offset > one.upTo);
          }
          if (queue.length !== list.length || queue.first() !== list[0]) throw new Error('they differ');
        }
        queue.clear();
        expect([queue.length, queue.first()]).toEqual([0, undefined]);
      }),
      { numRuns: 10 },
    );
  });
});
