import type { DeliveryOutcome, Sink } from '@trailbook/sinks';
import { waitFor } from '@trailbook/testing';
import type { ReplayStore } from '../replay/replay-store';
import type { TrailSinkConfig } from '../trail-sink.config';
import type { TrailEntity } from '../trails/trail.entity';
import type { TrailStore } from '../trails/trail-store';
import type { SinkFactory } from '../verification/sink-factory';
import type { DeliveryStore } from './delivery-store';
import { Lane } from './lane';
import { LogEvent } from './log-event';
import type { StoreReader } from './store-reader';
import { TrailWorkers } from './trail-workers';

const uid = 'a-trail';
const entry = '0199d6a0-0000-7000-8000-000000000001';
const cursors = { cursorOf: () => 0n, isReadingOn: () => false };

/** The workers with one trail, whose sink answers when it is told to. */
async function withOneTrail() {
  let answer: (outcome: DeliveryOutcome) => void = () => undefined;
  let calls = 0;
  const sink: Sink = {
    limits: { maxBatchBytes: 1_000, maxBatchEvents: 10, eventOverheadBytes: 26 },
    cut: (events) => [{ events, bytes: 1, shortened: 0, resend: false }],
    deliver: () => {
      calls += 1;
      return new Promise((resolve) => (answer = resolve));
    },
    verify: () => Promise.resolve({ ok: true, steps: [] }),
    close: () => undefined,
  };
  const store: Partial<DeliveryStore> = { acknowledge: () => Promise.resolve() };
  const workers = new TrailWorkers(
    { DELIVERY_MEMORY_MB: 8, DELIVERY_LINGER_MS: 0 } as TrailSinkConfig,
    { secretsOf: () => ({}) } as unknown as TrailStore,
    { open: () => sink } as unknown as SinkFactory,
    store as DeliveryStore,
    {} as StoreReader,
    {} as ReplayStore,
  );
  const trail = { uid, tenantUid: 'acme', name: 'main', version: 1, state: 'active', filters: [] };
  const condition = { retryAt: undefined, failures: 0, replayPartition: undefined };
  await workers.update([{ trail: trail as unknown as TrailEntity, ...condition }], cursors);
  const worker = workers.of(uid)!;
  const lane = new Lane({ epochId: 1, partition: 0, term: 1n }, 0n, false);
  worker.addLane(lane);
  const message = Buffer.from(`{"uid":"${entry}"}`);
  const event = new LogEvent(1, 0, 0n, Date.now(), 0, Date.now(), message, 0, message.length);
  return {
    workers,
    begin: async () => {
      worker.offer(lane, event);
      await waitFor('the call', () => calls > 0);
    },
    answer: async () => {
      answer({ kind: 'delivered', accepted: [event], rejected: [] });
      await waitFor('the acknowledgement', () => worker.pending === 0);
    },
  };
}

describe('the readiness of deliveries', () => {
  const later = (milliseconds: number) => {
    const time = Date.now() + milliseconds;
    jest.spyOn(Date, 'now').mockImplementation(() => time);
  };
  afterEach(() => jest.restoreAllMocks());

  it('fails when there is work and a sink acknowledges nothing, naming the trail, and is back with the next one', async () => {
    const { workers, begin, answer } = await withOneTrail();
    await begin();
    expect(() => workers.assertProgress()).not.toThrow();
    later(121_000);
    expect(() => workers.assertProgress()).toThrow(`Trails without progress: ${uid}`);
    await answer();
    expect(() => workers.assertProgress()).not.toThrow();
    await workers.stop();
  });

  it('doesn’t fail when there is nothing to do, however long', async () => {
    const { workers } = await withOneTrail();
    later(3_600_000);
    expect(() => workers.assertProgress()).not.toThrow();
    await workers.stop();
  });
});
