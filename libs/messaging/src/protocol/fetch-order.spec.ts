import { FetchOrder } from './fetch-order';

/** A log of several partitions, of which an answer has `room` partitions' records, in the order of the request. */
class Log {
  private readonly order = new FetchOrder();
  readonly read: number[];

  constructor(
    readonly ends: readonly number[],
    private readonly room: number,
    private readonly records: number,
  ) {
    this.read = ends.map(() => 0);
  }

  /** Which partitions a fetch brought records of. */
  fetch(): number[] {
    const asked = this.read.map((offset, partition) => ({ partition, fetchOffset: String(offset) }));
    const [topic] = this.order.order([{ topic: 't', partitions: asked }]);
    const brought: number[] = [];
    const answers = topic!.partitions.map(({ partition }) => {
      const left = this.ends[partition]! - this.read[partition]!;
      const count = brought.length < this.room ? Math.min(left, this.records) : 0;
      if (count > 0) brought.push(partition);
      this.read[partition]! += count;
      return { partition, highWatermark: String(this.ends[partition]), messages: new Array<number>(count) };
    });
    this.order.learn('t', answers);
    return brought;
  }
}

describe('the order of partitions in a fetch', () => {
  it('lets each have its turn while one has a long backlog', () => {
    const log = new Log([100_000, 50, 50, 50, 50, 50], 2, 10);
    log.fetch();
    const brought = Array.from({ length: 10 }, () => log.fetch());
    expect(brought.every(([first]) => first === 0)).toBe(true);
    expect(new Set(brought.flat())).toEqual(new Set([0, 1, 2, 3, 4, 5]));
  });

  it('lets partitions end together, whatever their lengths', () => {
    const log = new Log([400, 100, 200, 300], 2, 10);
    let alone = 0;
    while (log.read.some((offset, partition) => offset < log.ends[partition]!)) {
      if (log.fetch().length < 2) alone += 1;
    }
    expect(alone).toBeLessThan(3);
  });

  it('keeps the partitions as they are, in any order', () => {
    const partitions = [3, 1, 2].map((partition) => ({ partition, fetchOffset: '7', maxBytes: 9 }));
    const [topic] = new FetchOrder().order([{ topic: 't', partitions }]);
    expect(topic).toEqual({ topic: 't', partitions: expect.arrayContaining(partitions) });
    expect(topic?.partitions).toHaveLength(3);
  });
});
