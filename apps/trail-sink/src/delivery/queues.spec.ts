import fc from 'fast-check';
import { EventQueue } from './event-queue';
import { Lane } from './lane';
import { OffsetQueue } from './offset-queue';
import { QueuedEvent } from './queued-event';

const lanes = [0, 1].map((partition) => new Lane({ epochId: 7, partition, term: 1n }, 0n, false));
const queued = (which: number, n: number): QueuedEvent =>
  new QueuedEvent(lanes[which]!, BigInt(n) + 2n ** 60n, n + 0.5, n * 2, Buffer.alloc(n), n, n);

describe('what waits for a sink', () => {
  it('behaves as a list does', () => {
    const step = fc.oneof(
      { weight: 10, arbitrary: fc.record({ push: fc.nat(1), n: fc.nat(99) }) },
      { weight: 6, arbitrary: fc.constant('shift' as const) },
      { weight: 1, arbitrary: fc.record({ takeOf: fc.nat(1) }) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 3_000, size: 'max' }), (steps) => {
        const queue = new EventQueue();
        let list: QueuedEvent[] = [];
        for (const one of steps) {
          if (one === 'shift') expect(queue.shift()).toEqual(list.shift());
          else if ('push' in one) {
            const item = queued(one.push, one.n);
            queue.push(item.lane, item);
            list.push(item);
          } else {
            const isOf = ({ lane }: QueuedEvent) => lane === lanes[one.takeOf];
            expect(queue.takeOf(lanes[one.takeOf]!)).toEqual(list.filter(isOf));
            list = list.filter((item) => !isOf(item));
          }
          if (queue.length !== list.length || queue.first()?.bytes !== list[0]?.bytes) {
            throw new Error('they differ');
          }
        }
        expect(queue.takeAll()).toEqual(list);
      }),
      { numRuns: 10 },
    );
  });

  it('of whose offsets those up to one are taken out', () => {
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
