import type { Logger } from '@nestjs/common';
import type { DeliveryOutcome, Sink, SinkBatch, SinkEvent, SinkEvents } from '@trailbook/sinks';
import { setTimeout as sleep } from 'node:timers/promises';
import { ByteBudget } from '../delivery/byte-budget';
import type { DeliveryStore } from '../delivery/delivery-store';
import { FollowedPartition } from '../delivery/followed-partition';
import { Lane } from '../delivery/lane';
import { LogEvent } from '../delivery/log-event';
import { SlabPool } from '../delivery/message-slab';
import { Turns } from '../delivery/turns';
import type { StoreReader } from '../delivery/store-reader';
import type { DeliveredTrail } from '../delivery/trail-condition';
import { TrailWorker } from '../delivery/trail-worker';
import type { ReplayStore } from '../replay/replay-store';
import { FilterHistory } from '../trails/filter-history';
import type { World } from './delivery-world';

const quiet = { log: () => undefined, warn: () => undefined } as unknown as Logger;
export const trail: DeliveredTrail = {
  uid: 'trail',
  tenantUid: 'acme',
  name: 'main',
  version: 1,
  filters: FilterHistory.of({}),
  paused: false,
  retryAt: undefined,
  failures: 0,
  replayPartition: undefined,
};

/** One life of the process, from a start to a crash. */
export class Life {
  readonly worker: TrailWorker;
  followed: FollowedPartition;
  /** Checkpoints whose fate is known. */
  checkpoints = 0;
  private alive = true;
  private readonly done: Promise<void>[] = [];

  constructor(private readonly world: World) {
    this.worker = new TrailWorker(trail, this.sink(), {
      store: this.store() as DeliveryStore,
      reader: this.reader() as StoreReader,
      replays: {} as ReplayStore,
      budget: new ByteBudget(1_000_000),
      backlogBudget: new ByteBudget(1_000_000),
      slabs: new SlabPool(),
      turns: new Turns({ atOnce: 8, longestMs: 100 }),
      cursors: {
        cursorOf: ({ place }) => (this.followed.place === place ? this.followed.cursor : undefined),
        isReadingOn: () => this.followed.isReadingOn,
      },
      logger: quiet,
      lingerMs: 2,
      capacityBytes: 20_000,
      onReleased: () => undefined,
      patience: { failuresMs: 10, backlogPollMs: 1, restMs: () => 3 },
    });
    this.followed = this.follow();
    this.done.push(this.read(), this.save());
    world.atEnd(() => this.crash());
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
    this.world.takeOver();
    const { lane, logPosition } = this.world;
    const place = { epochId: 1, partition: 0, term: this.world.term };
    const control = {
      topic: 't',
      handled: () => undefined,
      reposition: () => undefined,
      putBack: () => undefined,
      proceed: () => undefined,
      pause: () => undefined,
      resume: () => undefined,
    };
    const followed = new FollowedPartition(place, 1, control, logPosition);
    // Here the log may be read ahead of the store: whoever loses nothing then loses nothing behind it.
    followed.learn({ stored: 0n, known: 1n << 62n, notStored: [], unknownTo: undefined });
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
        const event = this.inMemory(this.world.log[Number(followed.cursor)]!, followed.cursor);
        this.worker.offer(lane, event);
        event.release();
        followed.cursor += 1n;
      }
      await sleep(1);
    }
  }

  /** The event as the log's reader makes it: its message in memory that is used again. */
  private inMemory({ time, message: given }: SinkEvent, offset: bigint): LogEvent {
    const { memory } = this.worker;
    const message = memory.allocate(given.length);
    message.set(given);
    const slab = memory.slabOf(message)!;
    slab.retain();
    return new LogEvent(1, 0, offset, time, 0, Date.now(), slab, message.byteOffset, message.length);
  }

  private async save(): Promise<void> {
    while (this.alive) {
      const { followed, world } = this;
      const checkpoint = followed.checkpoint();
      if (checkpoint) {
        let written = false;
        const answered = await world
          .beforeCheckpoint(checkpoint)
          .then(() => this.write(() => (written = world.write(checkpoint))))
          .then(
            () => true,
            () => false,
          );
        if (answered && written) followed.written(checkpoint);
        if (answered) this.checkpoints += 1;
      }
      await sleep(world.chance(0.2) ? 10 : 2);
    }
  }

  /** A write that a crash may come before, that may fail, and that may be done later, when nobody waits for it any more. */
  private async write(change: () => void): Promise<void> {
    const { world } = this;
    await sleep(world.random() * (world.chance(0.1) ? 40 : 3));
    if (!this.alive) throw new Error('crashed');
    if (world.chance(0.1)) throw new Error('the database is away');
    if (world.chance(0.05)) {
      world.landing.push(sleep(world.random() * 60).then(change));
      throw new Error('no answer');
    }
    change();
  }

  private store(): Partial<DeliveryStore> {
    const { world } = this;
    return {
      acknowledge: (_, positions, _tally, receipts) => this.write(() => world.acknowledge(positions, receipts)),
      advanceLanes: (_, positions) => this.write(() => world.advance(positions)),
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
    // What counts is what the messages say.
    const take = (events: SinkEvents) =>
      this.world.received.push(...[...events].map(({ message }) => uidIn(message.toString())));
    return {
      limits: { maxBatchBytes: 500, maxBatchEvents: 8, eventOverheadBytes: 26 },
      cut(events) {
        const batches: SinkBatch[] = [];
        for (let at = 0; at < events.length; at += 5) {
          batches.push({ events: [...events].slice(at, at + 5), bytes: 1, shortened: 0, resend: false });
        }
        return batches;
      },
      deliver: async ({ events }): Promise<DeliveryOutcome> => {
        await this.world.beforeCall();
        await sleep(this.world.random() * (this.world.chance(0.1) ? 40 : 3));
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

const uidIn = (message: string): string => /^\{"uid":"([^"]+)"\}$/.exec(message)?.[1] ?? `broken: ${message}`;
