import fc from 'fast-check';
import { Accumulator } from './accumulator';
import type { Piece } from './stretch';

const limits = { records: 100, bytes: 1_000 };

type Step =
  | { do: 'add'; partition: number; records: number; bytes: number }
  | { do: 'take' }
  | { do: 'release'; which: number }
  | { do: 'drop'; partition: number };

const partition = fc.integer({ min: 0, max: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constant('add' as const), partition, records: fc.nat(150), bytes: fc.nat(1_500) }),
  },
  { weight: 3, arbitrary: fc.constant({ do: 'take' as const }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('release' as const), which: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('drop' as const), partition }) },
);

/** Runs steps, and looks after each whether what must always hold does. */
function play(steps: readonly Step[], check: (world: World) => void): World {
  const world = new World();
  for (const one of steps) {
    world.play(one);
    check(world);
  }
  return world;
}

class World {
  readonly accumulator = new Accumulator<Piece>(limits);
  readonly out: Piece[][] = [];
  readonly takenOf = new Map<number, Piece[]>();
  readonly queued = new Map<number, Piece[]>();
  private readonly ends = new Map<number, bigint>();

  play(one: Step): void {
    if (one.do === 'add') this.add(one.partition, one.records, one.bytes);
    if (one.do === 'take') this.take();
    if (one.do === 'release') this.release(one.which);
    if (one.do === 'drop') {
      this.accumulator.drop(one.partition);
      this.queued.delete(one.partition);
    }
  }

  take(): Piece[] | undefined {
    const chunk = this.accumulator.take();
    if (chunk === undefined) return undefined;
    this.out.push(chunk);
    for (const piece of chunk) {
      this.takenOf.set(piece.partition, [...(this.takenOf.get(piece.partition) ?? []), piece]);
      const queue = this.queued.get(piece.partition) ?? [];
      expect(queue.shift()).toBe(piece);
      if (queue.length === 0) this.queued.delete(piece.partition);
    }
    return chunk;
  }

  get held(): Piece[] {
    return [...this.out.flat(), ...[...this.queued.values()].flat()];
  }

  private add(of: number, records: number, bytes: number): void {
    const from = this.ends.get(of) ?? 0n;
    const to = from + BigInt(records);
    this.ends.set(of, to);
    const piece: Piece = { partition: of, assignment: 1, epochId: 1, from, to, records, bytes };
    this.accumulator.add(piece);
    this.queued.set(of, [...(this.queued.get(of) ?? []), piece]);
  }

  private release(which: number): void {
    const [chunk] = this.out.splice(which % Math.max(this.out.length, 1), 1);
    if (chunk) this.accumulator.release(chunk);
  }
}

describe('the accumulator', () => {
  it('hands each partition out in order, and to one taker at a time', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        play(steps, ({ out }) => {
          const holders = out.flatMap((chunk) => [...new Set(chunk.map((piece) => piece.partition))]);
          expect(new Set(holders).size).toBe(holders.length);
        });
      }),
    );
  });

  it('keeps chunks within the limits, save a piece that is larger by itself', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { out } = play(steps, () => undefined);
        for (const chunk of out.filter(({ length }) => length > 1)) {
          expect(chunk.reduce((sum, { records }) => sum + records, 0)).toBeLessThanOrEqual(limits.records);
          expect(chunk.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(limits.bytes);
        }
      }),
    );
  });

  it('knows how many bytes it holds', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        play(steps, (world) => {
          expect(world.accumulator.bytes).toBe(world.held.reduce((sum, { bytes }) => sum + bytes, 0));
          expect(world.accumulator.isEmpty).toBe(world.held.length === 0);
        });
      }),
    );
  });

  it('leaves nothing behind: everything added and not dropped is taken at last', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const world = play(steps, () => undefined);
        for (let rounds = 0; world.queued.size > 0 && rounds < 200; rounds += 1) {
          world.out.splice(0).forEach((chunk) => world.accumulator.release(chunk));
          world.take();
        }
        expect(world.queued.size).toBe(0);
      }),
    );
  });

  it('never mixes epochs in a chunk', () => {
    const accumulator = new Accumulator<Piece>(limits);
    const piece = (of: number, epochId: number): Piece => ({
      ...{ partition: of, assignment: 1, epochId, from: 0n, to: 1n, records: 1, bytes: 1 },
    });
    accumulator.add(piece(0, 1));
    accumulator.add(piece(1, 2));
    accumulator.add(piece(2, 1));
    expect(accumulator.take()?.map((taken) => taken.partition)).toEqual([0, 2]);
    expect(accumulator.take()?.map((taken) => taken.partition)).toEqual([1]);
  });

  it('wakes who waits when something is added or given back', async () => {
    const accumulator = new Accumulator<Piece>(limits);
    const changed = accumulator.changed();
    accumulator.add({ partition: 0, assignment: 1, epochId: 1, from: 0n, to: 1n, records: 1, bytes: 1 });
    await changed;
    const chunk = accumulator.take() ?? [];
    const again = accumulator.changed();
    accumulator.release(chunk);
    await again;
  });
});
