import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Sink } from '@trailbook/sinks';
import { ReplayStore } from '../replay/replay-store';
import { TrailSinkConfig } from '../trail-sink.config';
import { FilterHistory } from '../trails/filter-history';
import { TrailStore } from '../trails/trail-store';
import { SinkFactory } from '../verification/sink-factory';
import { ByteBudget } from './byte-budget';
import { showDeliveries } from './delivery-metrics';
import { DeliveryStore } from './delivery-store';
import { SlabPool } from './message-slab';
import { StoreReader } from './store-reader';
import type { RegisteredTrail } from './trail-registry';
import type { DeliveredTrail } from './trail-condition';
import type { LogCursors } from './trail-lanes';
import { TrailWorker } from './trail-worker';
import { Turns } from './turns';

const MiB = 1024 * 1024;
/**
 * What one trail may hold of the common memory, while calls of its are tried again. With a few batches alone, each pause of
 * a large trail kept the log waiting.
 */
const trailShare = 3 / 8;
/** More at once would be none the faster, see `Turns`; whoever waits longer for an answer lets others begin. */
const [sendingAtOnce, longestTurnMs] = [8, 100];
/** A trail without progress for so long, while there is work for it, is a fault of this service. */
const stalledMs = 120_000;

interface Entry {
  readonly worker: TrailWorker;
  readonly version: number;
}

/** The workers of all trails. */
@Injectable()
export class TrailWorkers {
  readonly budget: ByteBudget;
  private readonly backlogBudget: ByteBudget;
  private readonly slabs = new SlabPool();
  private readonly turns = new Turns({ atOnce: sendingAtOnce, longestMs: longestTurnMs });
  private readonly logger = new Logger(TrailWorkers.name);
  private readonly entries = new Map<string, Entry>();
  private waiters: (() => void)[] = [];

  constructor(
    @Inject(TrailSinkConfig) private readonly config: TrailSinkConfig,
    private readonly trails: TrailStore,
    private readonly sinks: SinkFactory,
    private readonly store: DeliveryStore,
    private readonly reader: StoreReader,
    private readonly replays: ReplayStore,
  ) {
    this.budget = new ByteBudget(config.DELIVERY_MEMORY_MB * MiB);
    this.backlogBudget = new ByteBudget((config.DELIVERY_MEMORY_MB * MiB) / 2);
    showDeliveries({
      trails: () => this.entries.size,
      parked: () => this.count(({ isParked }) => isParked),
      pending: () => this.all().reduce((sum, { pending }) => sum + pending, 0),
      pendingBytes: () => this.budget.usedBytes,
      catchingUp: () => this.all().reduce((sum, { lanesBehind }) => sum + lanesBehind, 0),
      stalled: () => this.stalled().length,
      lagSeconds: () => Math.max(0, ...this.all().map(({ queue }) => age(queue.oldest?.since))) / 1_000,
    });
  }

  all(): TrailWorker[] {
    return [...this.entries.values()].map(({ worker }) => worker);
  }

  get uids(): string[] {
    return [...this.entries.keys()];
  }

  of(trailUid: string): TrailWorker | undefined {
    return this.entries.get(trailUid)?.worker;
  }

  /** Brings the workers in line with the trails; answers the uids of those that are new. */
  async update(registered: readonly RegisteredTrail[], cursors: LogCursors): Promise<string[]> {
    const added: string[] = [];
    const wanted = new Set(registered.map(({ trail }) => trail.uid));
    for (const one of registered) {
      const { uid, version } = one.trail;
      const known = this.entries.get(uid);
      if (known) known.worker.replayOn(one.replayPartition);
      if (known?.version === version) continue;
      const sink = this.sinkOf(one);
      if (!sink) continue;
      if (known) known.worker.reconfigure(delivered(one), sink);
      else added.push(uid);
      const worker = known?.worker ?? this.start(one, sink, cursors);
      this.entries.set(uid, { worker, version });
    }
    const gone = [...this.entries].filter(([uid]) => !wanted.has(uid));
    await Promise.all(gone.map(([uid, { worker }]) => this.remove(uid, worker)));
    return added;
  }

  async drain(timeoutMs: number): Promise<void> {
    await Promise.all(this.all().map((worker) => worker.drain(timeoutMs)));
  }

  async stop(): Promise<void> {
    await Promise.all([...this.entries].map(([uid, { worker }]) => this.remove(uid, worker)));
  }

  /** Resolves when a worker has given memory back, or after the time. */
  async released(timeoutMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.waiters.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** @throws Error when a trail has work, isn't parked, and makes no progress: shown by readiness */
  assertProgress(): void {
    const stalled = this.stalled();
    if (stalled.length > 0) throw new Error(`Trails without progress: ${stalled.join(', ')}`);
  }

  private stalled(): string[] {
    return [...this.entries].filter(([, { worker }]) => age(worker.stalledSince) > stalledMs).map(([uid]) => uid);
  }

  private start(one: RegisteredTrail, sink: Sink, cursors: LogCursors): TrailWorker {
    return new TrailWorker(delivered(one), sink, {
      store: this.store,
      reader: this.reader,
      replays: this.replays,
      budget: this.budget,
      backlogBudget: this.backlogBudget,
      slabs: this.slabs,
      turns: this.turns,
      cursors,
      logger: this.logger,
      lingerMs: this.config.DELIVERY_LINGER_MS,
      capacityBytes: this.budget.limit * trailShare,
      onReleased: () => this.tellReleased(),
    });
  }

  private async remove(uid: string, worker: TrailWorker): Promise<void> {
    this.entries.delete(uid);
    await worker.stop();
  }

  /** A secret that can't be read stops one trail, not the service. */
  private sinkOf({ trail }: RegisteredTrail): Sink | undefined {
    try {
      return this.sinks.open(trail.uid, trail.settings, this.trails.secretsOf(trail));
    } catch (error) {
      this.logger.error({ err: error, trail: trail.uid, msg: 'a trail can’t be delivered' });
      return undefined;
    }
  }

  private tellReleased(): void {
    const { waiters } = this;
    this.waiters = [];
    for (const waiter of waiters) waiter();
  }

  private count(condition: (worker: TrailWorker) => boolean): number {
    return this.all().filter(condition).length;
  }
}

function delivered({ trail, retryAt, failures, replayPartition }: RegisteredTrail): DeliveredTrail {
  const { uid, tenantUid, name, version, state } = trail;
  const filters = new FilterHistory(trail.filters);
  return { uid, tenantUid, name, version, filters, paused: state === 'paused', retryAt, failures, replayPartition };
}

const age = (since: number | undefined): number => (since === undefined ? 0 : Date.now() - since);
