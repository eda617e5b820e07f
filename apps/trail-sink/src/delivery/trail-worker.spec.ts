import type { Logger } from '@nestjs/common';
import type { DeliveryOutcome, Sink, SinkBatch, SinkEvent } from '@trailbook/sinks';
import { waitFor } from '@trailbook/testing';
import fc from 'fast-check';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Receipt } from '../receipts/receipt';
import { unpackUids } from '../receipts/uid-hash';
import { FilterHistory } from '../trails/filter-history';
import { ByteBudget } from './byte-budget';
import type { DeliveryStore, LanePosition } from './delivery-store';
import { FollowedPartition } from './followed-partition';
import { Lane } from './lane';
import { RecordPlace } from './record-place';
import type { StoreReader } from './store-reader';
import type { DeliveredTrail } from './trail-condition';
import { TrailWorker } from './trail-worker';

const quiet = { log: () => undefined, warn: () => undefined } as unknown as Logger;
const trail: DeliveredTrail = {
  uid: 'trail',
  tenantUid: 'acme',
  name: 'main',
  version: 1,
  filters: FilterHistory.of({}),
  paused: false,
  retryAt: undefined,
  failures: 0,
};

/** Numbers between 0 and 1 from a seed, so that a run that fails can be had again. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** What outlives a crash: the log, the store, the database's positions, and the sink. */
class World {
  readonly log: SinkEvent[] = [];
  readonly received: string[] = [];
  /** What the receipts say that the sink has. */
  readonly acknowledged = new Set<string>();
  readonly lane = { next: 0n, behind: true };
  logPosition = 0n;
  term = 0n;
  storedUpTo = 0;
  faults = true;
  /** Called before a switch between log and store is written: it may keep it waiting. */
  beforeSwitch: () => Promise<void> = () => Promise.resolve();

  constructor(readonly random: () => number) {}

  chance(share: number): boolean {
    return this.faults && this.random() < share;
  }

  append(count: number): void {
    for (let added = 0; added < count; added += 1) {
      const offset = this.log.length;
      const [uid, time] = [`00000000-0000-4000-8000-${String(offset).padStart(12, '0')}`, Date.now()];
      const origin = new RecordPlace(1, 0, BigInt(offset), time);
      this.log.push({ uid, time, message: Buffer.from(`{"uid":"${uid}"}`), origin });
    }
  }
}

/** One life of the process, from a start to a crash. */
class Life {
  readonly worker: TrailWorker;
  followed: FollowedPartition;
  switchesWritten = 0;
  private alive = true;
  private readonly done: Promise<void>[] = [];

  constructor(private readonly world: World) {
    this.worker = new TrailWorker(trail, this.sink(), {
      store: this.store() as DeliveryStore,
      reader: this.reader() as StoreReader,
      budget: new ByteBudget(1_000_000),
      backlogBudget: new ByteBudget(1_000_000),
      cursors: { cursorOf: () => this.followed.cursor, isReadingOn: () => this.followed.isReadingOn },
      logger: quiet,
      lingerMs: 2,
      capacityBytes: 20_000,
      onReleased: () => undefined,
      patience: { failuresMs: 10, backlogPollMs: 1, restMs: () => 3 },
    });
    this.followed = this.follow();
    this.done.push(this.read(), this.save());
  }

  /** The partition comes (back) to this instance. */
  reassign(): void {
    this.followed.detach();
    this.followed = this.follow();
  }

  async crash(): Promise<void> {
    this.alive = false;
    await Promise.all([this.worker.stop(), ...this.done]);
  }

  private follow(): FollowedPartition {
    const { lane, logPosition } = this.world;
    this.world.term += 1n;
    const place = { epochId: 1, partition: 0, term: this.world.term };
    const control = {
      topic: 't',
      handled: () => undefined,
      reposition: () => undefined,
      pause: () => undefined,
      resume: () => undefined,
    };
    const followed = new FollowedPartition(place, 1, control, logPosition);
    this.followed = followed;
    const attached = new Lane(place, lane.next, lane.behind);
    followed.lanes.set(this.worker, attached);
    this.worker.addLane(attached);
    return followed;
  }

  private async read(): Promise<void> {
    while (this.alive) {
      const { followed } = this;
      const lane = followed.lanes.get(this.worker);
      for (let taken = 0; lane && taken < 7 && Number(followed.cursor) < this.world.log.length; taken += 1) {
        this.worker.offer(lane, followed.cursor, this.world.log[Number(followed.cursor)]!);
        followed.cursor += 1n;
      }
      await sleep(1);
    }
  }

  private async save(): Promise<void> {
    while (this.alive) {
      const { followed } = this;
      const position = followed.unsaved;
      await sleep(this.world.chance(0.2) ? 10 : 2);
      if (position === undefined) continue;
      if (followed.place.term === this.world.term && position > this.world.logPosition)
        this.world.logPosition = position;
      followed.markSaved(position);
    }
  }

  /** A write that a crash may come before, and that may fail. */
  private async write(change: () => void): Promise<void> {
    await sleep(this.world.random() * 3);
    if (!this.alive) throw new Error('crashed');
    if (this.world.chance(0.1)) throw new Error('the database is away');
    change();
  }

  private store(): Partial<DeliveryStore> {
    const { lane } = this.world;
    const advance = ([position]: readonly LanePosition[]) => {
      if (position && position.next > lane.next) lane.next = position.next;
    };
    const keep = (receipts: readonly Receipt[]) => {
      for (const { uids } of receipts) for (const uid of unpackUids(uids)) this.world.acknowledged.add(uid);
    };
    return {
      acknowledge: (_, positions, _tally, receipts) =>
        this.write(() => {
          advance(positions);
          keep(receipts);
        }),
      advanceLanes: (_, positions) => this.write(() => advance(positions)),
      switchLane: async (_, position, behind) => {
        let held = false;
        await this.world.beforeSwitch();
        await this.write(() => {
          held = position.term === this.world.term;
          if (!held) return;
          advance([position]);
          lane.behind = behind;
        });
        this.switchesWritten += 1;
        return held;
      },
      park: () => this.write(() => undefined),
      unpark: () => this.write(() => undefined),
    };
  }

  private reader(): Partial<StoreReader> {
    return {
      storedOffset: () => Promise.resolve(BigInt(this.world.storedUpTo)),
      read: async (_, { from, to }) => {
        await sleep(this.world.random() * 2);
        const next = to - from > 10n ? from + 10n : to;
        const events = this.world.log.slice(Number(from), Number(next));
        return { events: events.map((event, index) => ({ offset: from + BigInt(index), event })), next };
      },
    };
  }

  private sink(): Sink {
    const take = (events: readonly SinkEvent[]) => this.world.received.push(...events.map(({ uid }) => uid));
    return {
      limits: { maxBatchBytes: 500, maxBatchEvents: 8, eventOverheadBytes: 26 },
      cut(events) {
        const batches: SinkBatch[] = [];
        for (let at = 0; at < events.length; at += 5) {
          batches.push({ events: events.slice(at, at + 5), bytes: 1, shortened: 0, resend: false });
        }
        return batches;
      },
      deliver: async ({ events }): Promise<DeliveryOutcome> => {
        await sleep(this.world.random() * 3);
        if (this.world.chance(0.05)) take(events);
        if (this.world.chance(0.15)) return { kind: 'retriable', code: 'Throttled', message: 'later' };
        if (this.world.chance(0.05)) return { kind: 'refused', code: 'Denied', message: 'no' };
        take(events);
        return { kind: 'delivered', accepted: events, rejected: [] };
      },
      verify: () => Promise.resolve({ ok: true, steps: [] }),
      close: () => undefined,
    };
  }
}

/** What never arrives. A busy machine may take long over what is done in milliseconds; what is lost stays lost. */
async function settled(world: World): Promise<string[]> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(5)) {
    const there = new Set(world.received);
    if (world.log.every(({ uid }) => there.has(uid) && world.acknowledged.has(uid))) return [];
  }
  const there = new Set(world.received);
  return world.log.map(({ uid }) => uid).filter((uid) => !there.has(uid));
}

describe('the worker of a trail', () => {
  it('loses nothing, whatever fails and whenever the process dies', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const world = new World(randomFrom(seed));
        let life = new Life(world);
        const replaced: Life[] = [];
        for (let round = 0; round < 25; round += 1) {
          world.append(Math.floor(world.random() * 12));
          // Ingest is now ahead of the sink, now behind it.
          if (world.random() < 0.7) world.storedUpTo = world.log.length;
          await sleep(world.random() * 6);
          const event = world.random();
          if (event < 0.15) {
            await life.crash();
            life = new Life(world);
          } else if (event < 0.25) life.worker.leaveLog();
          else if (event < 0.35) life.reassign();
          else if (event < 0.45) {
            // Another instance takes over, and this one hasn't noticed yet.
            replaced.push(life);
            life = new Life(world);
          } else if (event < 0.55) await replaced.shift()?.crash();
          else if (event < 0.6) {
            life.worker.reconfigure({ ...trail, paused: true }, life.worker['sink']);
            await sleep(2);
            life.worker.reconfigure(trail, life.worker['sink']);
          }
        }
        world.faults = false;
        world.storedUpTo = world.log.length;
        const missing = await settled(world);
        await Promise.all([life, ...replaced].map((one) => one.crash()));
        expect(missing).toEqual([]);
        expect(world.log.filter(({ uid }) => !world.acknowledged.has(uid))).toEqual([]);
      }),
      { numRuns: 25, endOnFailure: true },
    );
  }, 120_000);

  it('loses nothing when a switch of whoever had the partition before is written late', async () => {
    const world = new World(randomFrom(11));
    world.faults = false;
    let write: () => void = () => undefined;
    const late = new Promise<void>((resolve) => (write = resolve));
    let switching = false;
    world.beforeSwitch = () => {
      switching = true;
      return late;
    };
    world.append(20);
    world.storedUpTo = 20;
    const before = new Life(world);
    await waitFor('the lane to join the log', () => switching);
    world.beforeSwitch = () => Promise.resolve();
    before.followed.detach();
    const after = new Life(world);
    await waitFor('the other one to join the log', () => after.switchesWritten === 1);
    after.worker.reconfigure({ ...trail, paused: true }, after.worker['sink']);
    await waitFor('the other one to leave the log', () => after.switchesWritten === 2);
    world.append(50);
    await waitFor('the log to be read past the lane', () => world.logPosition === 70n);
    write();
    await waitFor('the late write', () => before.switchesWritten > 0);
    await Promise.all([before.crash(), after.crash()]);
    world.storedUpTo = world.log.length;
    const restarted = new Life(world);
    const missing = await settled(world);
    await restarted.crash();
    expect(missing).toEqual([]);
  }, 60_000);

  it('keeps the order, and sends nothing twice, while nothing fails', async () => {
    const world = new World(randomFrom(7));
    world.faults = false;
    const life = new Life(world);
    for (let round = 0; round < 20; round += 1) {
      world.append(20);
      world.storedUpTo = world.log.length;
      if (round % 5 === 4) life.worker.leaveLog();
      await sleep(4);
    }
    expect(await settled(world)).toEqual([]);
    expect(world.received).toEqual(world.log.map(({ uid }) => uid));
    await life.worker.drain(1_000);
    expect(life.worker.pending).toBe(0);
    await life.crash();
  }, 30_000);
});
