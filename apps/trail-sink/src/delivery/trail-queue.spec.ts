import fc from 'fast-check';
import { ByteBudget } from './byte-budget';
import { Lane } from './lane';
import { LogEvent } from './log-event';
import { TrailQueue } from './trail-queue';

const lanes = [0, 1].map((partition) => new Lane({ epochId: 7, partition, term: 1n }, 0n, false));
const limits = { maxBatchBytes: 500, maxBatchEvents: 8, eventOverheadBytes: 26 };

interface Waiting {
  lane: Lane;
  offset: bigint;
  bytes: number;
}

const step = fc.oneof(
  { weight: 12, arbitrary: fc.record({ push: fc.nat(1), bytes: fc.nat({ max: 600 }) }) },
  { weight: 2, arbitrary: fc.constant('take' as const) },
  { weight: 1, arbitrary: fc.record({ drop: fc.nat(1) }) },
);

const sizeOf = ({ bytes }: Waiting): number => Math.min(bytes + 26, 500);

/** How many of those that wait one call takes. */
function fitting(waiting: readonly Waiting[]): number {
  let [count, bytes] = [0, 0];
  for (const one of waiting) {
    bytes += sizeOf(one);
    if (count > 0 && (bytes > 500 || count >= 8)) break;
    count += 1;
  }
  return count;
}

describe('what waits for a sink', () => {
  it('is taken in its order, as much as a call takes, and counts until it is released', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300, size: 'max' }), (steps) => {
        const budget = new ByteBudget(1e9);
        const queue = new TrailQueue(budget, limits, 1e9);
        let list: Waiting[] = [];
        steps.forEach((one, n) => {
          if (one === 'take') {
            const wasFull = queue.hasFullBatch;
            const taken = queue.takeBatch();
            const found = [...(taken ?? [])].map(({ lane, offset, bytes }) => ({ lane, offset, bytes }));
            expect(found).toEqual(list.slice(0, found.length));
            // What was dropped from between others leaves batches that could be fuller.
            expect(found.length).toBeLessThanOrEqual(fitting(list));
            expect(found.length > 0).toBe(list.length > 0);
            if (wasFull && list.length > found.length) {
              const next = list[found.length]!;
              const bytes = found.reduce((sum, item) => sum + sizeOf(item), 0);
              expect(found.length === 8 || bytes + sizeOf(next) > 500).toBe(true);
            }
            list = list.slice(found.length);
            if (taken) queue.release(taken);
          } else if ('push' in one) {
            const [lane, offset] = [lanes[one.push]!, BigInt(n)];
            const event = new LogEvent(7, one.push, offset, n, 0, n, Buffer.alloc(one.bytes), 0, one.bytes);
            queue.push(lane, event);
            list.push({ lane, offset, bytes: one.bytes });
          } else {
            queue.drop(lanes[one.drop]!);
            list = list.filter(({ lane }) => lane !== lanes[one.drop]);
          }
          const bytes = list.reduce((sum, item) => sum + item.bytes + 200, 0);
          expect([queue.length, queue.bytes, budget.usedBytes]).toEqual([list.length, bytes, bytes]);
          expect(queue.oldest?.lane).toBe(list[0]?.lane);
        });
      }),
    );
  });
});
