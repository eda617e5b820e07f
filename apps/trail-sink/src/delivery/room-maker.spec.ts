import { Logger } from '@nestjs/common';
import { setTimeout } from 'node:timers/promises';
import type { Lane } from './lane';
import { RoomMaker } from './room-maker';
import type { TrailWorker } from './trail-worker';
import type { TrailWorkers } from './trail-workers';

/** A trail whose batch of a megabyte has been under way for long, and that leaves the log when it is told to. */
class Unanswered {
  left = 0;
  readonly queue = { bytes: 1_000_000, hasRoom: true };
  readonly unansweredMs = 60_000;
  readonly lastProgress = 0;
  readonly pending = 1_000;

  get followsLog(): boolean {
    return this.left === 0;
  }

  hurry(): void {
    // Its batch is under way already.
  }

  leaveLog(): void {
    this.left += 1;
  }
}

describe('room', () => {
  beforeAll(() => {
    Logger.overrideLogger(false);
  });

  it('is waited for, where who holds it has left the log and only what is being sent is left of it', async () => {
    const unanswered = new Unanswered();
    const budget = { isFull: true, limit: 4_000_000 };
    const workers = {
      budget,
      all: () => [unanswered as unknown as TrailWorker],
      released: (milliseconds: number) => setTimeout(milliseconds),
    };
    const maker = new RoomMaker(workers as unknown as TrailWorkers);
    const another = { queue: { bytes: 0, hasRoom: true } } as unknown as TrailWorker;
    const freed = setTimeout(1_500).then(() => (budget.isFull = false));
    await maker.make(another, { mode: 'live' } as Lane);
    await freed;
    expect(unanswered.left).toBe(1);
  });

  it('is made by a trail that gathers, where a call has been under way for so long that it is perhaps tried again', async () => {
    const budget = { isFull: true, limit: 4_000_000 };
    const hurried: string[] = [];
    const trail = (name: string, bytes: number, unansweredMs: number | undefined) => ({
      ...{ queue: { bytes, hasRoom: true }, unansweredMs, followsLog: true, lastProgress: Date.now(), pending: 1 },
      hurry: () => {
        hurried.push(name);
        budget.isFull = name !== 'gathers';
      },
    });
    const trails = [
      trail('is tried again', 900_000, 500),
      trail('gathers', 800_000, undefined),
      trail('small', 9, undefined),
    ];
    const workers = {
      budget,
      all: () => trails as unknown as TrailWorker[],
      released: (milliseconds: number) => setTimeout(milliseconds),
    };
    const another = { queue: { bytes: 0, hasRoom: true } } as unknown as TrailWorker;
    await new RoomMaker(workers as unknown as TrailWorkers).make(another, { mode: 'live' } as Lane);
    expect(hurried).toEqual(['gathers']);
  });

  it('is made ahead by the largest trail that gathers, when memory is nearly full and hardly anything is under way', () => {
    const hurried: string[] = [];
    const trail = (name: string, bytes: number, unansweredMs: number | undefined) => ({
      ...{ queue: { bytes, hasRoom: true }, unansweredMs, followsLog: true },
      hurry: () => hurried.push(name),
    });
    const trails = [trail('small', 9, undefined), trail('large', 900, undefined), trail('under way', 1_000, 20)];
    const budget = { limit: 1_000, usedBytes: 800 };
    const workers = { budget, all: () => trails as unknown as TrailWorker[] };
    const maker = new RoomMaker(workers as unknown as TrailWorkers);
    maker.makeAhead();
    expect(hurried).toEqual([]);
    budget.usedBytes = 900;
    maker.makeAhead();
    expect(hurried).toEqual(['large']);
    trails.push(trail('under way, too', 1_000, 20));
    maker.makeAhead();
    expect(hurried).toEqual(['large']);
  });

  it('is not a matter of a trail that holds little, whatever its sink does', async () => {
    const unanswered = new Unanswered();
    const budget = { isFull: true, limit: 64_000_000 };
    const gathers = {
      ...{
        queue: { bytes: 900_000, hasRoom: true },
        unansweredMs: undefined,
        followsLog: true,
        lastProgress: 0,
        pending: 9,
      },
      hurry: () => (budget.isFull = false),
    };
    const workers = {
      budget,
      all: () => [unanswered, gathers] as unknown as TrailWorker[],
      released: (milliseconds: number) => setTimeout(milliseconds),
    };
    await new RoomMaker(workers as unknown as TrailWorkers).make(
      gathers as unknown as TrailWorker,
      { mode: 'live' } as Lane,
    );
    expect(unanswered.left).toBe(0);
  });
});
