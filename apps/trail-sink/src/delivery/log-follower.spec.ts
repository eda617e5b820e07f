import type { Logger } from '@nestjs/common';
import { encodeBinary, entryUid } from '@trailbook/contract';
import type { ConsumerControl, ReceivedRecord } from '@trailbook/messaging';
import type { Sink } from '@trailbook/sinks';
import { anEvent, asReceived, waitFor } from '@trailbook/testing';
import type { TrailSinkConfig } from '../trail-sink.config';
import type { ReplayStore } from '../replay/replay-store';
import { FilterHistory } from '../trails/filter-history';
import type { SinkFactory } from '../verification/sink-factory';
import { ByteBudget } from './byte-budget';
import type { DeliveryStore } from './delivery-store';
import { FollowedPartition } from './followed-partition';
import { Lane } from './lane';
import type { LaneKeeper } from './lane-keeper';
import { LogFollower } from './log-follower';
import { SlabPool } from './message-slab';
import type { RoomMaker } from './room-maker';
import type { StoreReader } from './store-reader';
import type { TrailRegistry } from './trail-registry';
import { TrailWorker } from './trail-worker';
import type { TrailWorkers } from './trail-workers';
import { Turns } from './turns';
import type { VerdictWatch } from './verdict-watch';

const quiet = { log: () => undefined, warn: () => undefined } as unknown as Logger;
const place = { epochId: 1, partition: 0, term: 1n };
const tenantUid = 'acme';
const offset = 5n;

/** A partition that is read up to `offset`, and two trails of the tenant on it. */
function aPartition() {
  const followed = new FollowedPartition(place, 1, { handled: () => undefined } as unknown as ConsumerControl, offset);
  followed.learn({ stored: 100n, known: 100n, notStored: [], unknownTo: undefined });
  const received = new Map<string, string[]>();
  const newTrail = (uid: string, behind: boolean) => {
    const there: string[] = [];
    received.set(uid, there);
    const sink: Sink = {
      limits: { maxBatchBytes: 10_000, maxBatchEvents: 10, eventOverheadBytes: 26 },
      cut: (events) => [{ events: [...events], bytes: 1, shortened: 0, resend: false }],
      deliver: ({ events }) => {
        there.push(...[...events].map((event) => event.uid));
        return Promise.resolve({ kind: 'delivered', accepted: [...events], rejected: [] });
      },
      verify: () => Promise.resolve({ ok: true, steps: [] }),
      close: () => undefined,
    };
    const filters = FilterHistory.of({});
    const condition = { paused: false, retryAt: undefined, failures: 0, replayPartition: undefined };
    const trail = { uid, tenantUid, name: uid, version: 1, filters, ...condition };
    const worker = new TrailWorker(trail, sink, {
      store: { acknowledge: () => Promise.resolve() } as unknown as DeliveryStore,
      reader: { storedOffset: () => Promise.resolve(offset) } as unknown as StoreReader,
      replays: {} as ReplayStore,
      budget: new ByteBudget(1_000_000),
      backlogBudget: new ByteBudget(1_000_000),
      slabs: new SlabPool(),
      turns: new Turns({ atOnce: 8, longestMs: 100 }),
      cursors: { cursorOf: () => followed.cursor, isReadingOn: () => false },
      logger: quiet,
      lingerMs: 1,
      capacityBytes: 20_000,
      onReleased: () => undefined,
    });
    const lane = new Lane(place, offset, behind);
    followed.lanes.set(worker, lane);
    worker.addLane(lane);
    return { worker, lane };
  };
  return { followed, received, newTrail };
}

describe('the follower of the log', () => {
  const workers: TrailWorker[] = [];

  afterEach(() => Promise.all(workers.map((worker) => worker.stop())));

  it('brings a record that waits for one trail’s room to another one that joins the log meanwhile', async () => {
    const { followed, received, newTrail } = aPartition();
    const full = newTrail('full', false);
    workers.push(full.worker);
    let waits = false;
    let makeRoom: () => void = () => undefined;
    const room = new Promise<void>((resolve) => (makeRoom = resolve));
    const follower = new LogFollower(
      { RETENTION_DAYS: 365 } as TrailSinkConfig,
      undefined as unknown as TrailRegistry,
      undefined as unknown as TrailWorkers,
      { current: () => followed } as unknown as LaneKeeper,
      {
        makeAhead: () => undefined,
        isNeeded: (worker: TrailWorker) => worker === full.worker,
        make: () => ((waits = true), room),
      } as unknown as RoomMaker,
      undefined as unknown as StoreReader,
      undefined as unknown as SinkFactory,
      undefined as unknown as VerdictWatch,
    );
    const event = anEvent({ data: { tenantUid } });
    const record: ReceivedRecord = { ...asReceived(encodeBinary(event)), topic: 'events', partition: 0, offset };
    const handed = follower.batch({
      ...{ topic: 'events', partition: 0, assignment: 1, from: offset, to: offset + 1n },
      ...{ records: [record], bytes: 1, highWatermark: offset + 1n },
    });
    await waitFor('the record to wait', () => waits);
    // Made before the wait, it would be on the log already: what counts is that it comes there while the record waits.
    const joining = newTrail('joining', true);
    workers.push(joining.worker);
    await waitFor('the other trail to join the log', () => joining.lane.mode === 'live');
    makeRoom();
    await handed;
    const uid = entryUid(tenantUid, event.source, event.id);
    await waitFor('both to have it', () => [...received.values()].every((there) => there.includes(uid)));
    expect([...received]).toEqual([
      ['full', [uid]],
      ['joining', [uid]],
    ]);
  });
});
