import { Injectable, Logger } from '@nestjs/common';
import { deliveryMetrics } from './delivery-metrics';
import type { Lane } from './lane';
import type { TrailWorker } from './trail-worker';
import { TrailWorkers } from './trail-workers';

/** For so long in each period the log waits for one trail that has no more room; then the trail goes to the store. */
const graceMs = 2_000;
const periodMs = 10_000;
const lookEveryMs = 50;
/** A sink that acknowledged nothing for so long is perhaps out of order; */
const idleMs = 1_000;
/** for so long, through several tries of a call, it is hardly worth waiting for, */
const hopelessMs = 3_000;
/** where the log has waited for it at all. */
const briefMs = 250;
/** A call that has been under way for longer is perhaps waiting to be tried again. */
const soonMs = 300;
/** What trails whose calls are tried again may hold of the common memory, without being to blame that it is full. */
const toleratedPart = 1 / 8;
/** From this part of the common memory on, batches are sent although they are not full, while so few calls are under way. */
const [nearlyFull, callsAhead] = [7 / 8, 2];

const isUnanswered = ({ unansweredMs }: TrailWorker): boolean => unansweredMs !== undefined && unansweredMs > idleMs;

const isAnsweredSoon = ({ unansweredMs }: TrailWorker): boolean => unansweredMs !== undefined && unansweredMs < soonMs;

const isGathering = ({ unansweredMs }: TrailWorker): boolean => unansweredMs === undefined;

/** Keeps memory within its budget: by waiting a little, and by leaving trails that are too slow to the store. */
@Injectable()
export class RoomMaker {
  private readonly logger = new Logger(RoomMaker.name);
  private readonly waits = new WeakMap<TrailWorker, { since: number; waitedMs: number }>();

  constructor(private readonly workers: TrailWorkers) {}

  isNeeded(worker: TrailWorker, lane: Lane): boolean {
    return lane.mode === 'live' && (!worker.queue.hasRoom || this.workers.budget.isFull);
  }

  /**
   * Has the largest batch sent as it is before all memory is taken: else everybody would wait for it. A call that is under
   * way gives memory back, too.
   */
  makeAhead(): void {
    const { budget } = this.workers;
    if (budget.usedBytes < budget.limit * nearlyFull) return;
    const sending = this.workers.all().filter(isAnsweredSoon);
    if (sending.length < callsAhead) this.largest(isGathering)?.hurry();
  }

  /** Returns when the lane has room, or is no longer one that takes entries from the log. */
  async make(worker: TrailWorker, lane: Lane): Promise<void> {
    while (this.isNeeded(worker, lane)) {
      const atFault = worker.queue.hasRoom ? this.holdsMost() : worker;
      atFault?.hurry();
      if (atFault && this.mustGo(atFault)) {
        deliveryMetrics.spilled.inc();
        this.logger.warn({
          pending: atFault.pending,
          msg: 'a trail is too slow for the log and catches up from the store',
        });
        atFault.leaveLog();
        continue;
      }
      const started = Date.now();
      await this.workers.released(lookEveryMs);
      if (atFault) this.count(atFault, Date.now() - started);
    }
  }

  /**
   * The common memory is full: trails whose sinks don't answer have to go, one after the other, where they hold a good part of
   * it; while calls have just begun, their memory will be free soon, and nobody is to blame; else whoever holds most and isn't
   * sending has his batch sent as it is, full or not. Who has left the log holds nothing but what is being sent, and can only
   * be waited for.
   */
  private holdsMost(): TrailWorker | undefined {
    const { budget } = this.workers;
    const all = this.workers.all();
    const unanswered = this.largest(isUnanswered);
    const theirs = all.reduce((sum, worker) => sum + (isUnanswered(worker) ? worker.queue.bytes : 0), 0);
    if (theirs > budget.limit * toleratedPart) return unanswered;
    if (all.some(isAnsweredSoon)) return undefined;
    return this.largest(isGathering) ?? unanswered;
  }

  private mustGo(worker: TrailWorker): boolean {
    const now = Date.now();
    const wait = this.waits.get(worker);
    if (!wait || now - wait.since > periodMs) return false;
    return wait.waitedMs > graceMs || (now - worker.lastProgress > hopelessMs && wait.waitedMs > briefMs);
  }

  private count(worker: TrailWorker, waitedMs: number): void {
    const now = Date.now();
    const wait = this.waits.get(worker);
    if (!wait || now - wait.since > periodMs) this.waits.set(worker, { since: now, waitedMs });
    else wait.waitedMs += waitedMs;
  }

  private largest(those: (worker: TrailWorker) => boolean): TrailWorker | undefined {
    let largest: TrailWorker | undefined;
    for (const worker of this.workers.all()) {
      if (worker.followsLog && those(worker) && worker.queue.bytes > (largest?.queue.bytes ?? 0)) largest = worker;
    }
    return largest;
  }
}
