import { Injectable, Logger } from '@nestjs/common';
import { deliveryMetrics } from './delivery-metrics';
import type { Lane } from './lane';
import type { TrailWorker } from './trail-worker';
import { TrailWorkers } from './trail-workers';

/** For so long in each period the log waits for one trail that has no more room; then the trail goes to the store. */
const graceMs = 1_000;
const periodMs = 10_000;
const lookEveryMs = 50;
/** A sink that acknowledged nothing for so long is not worth waiting for. */
const idleMs = 1_000;

/** Keeps memory within its budget: by waiting a little, and by leaving trails that are too slow to the store. */
@Injectable()
export class RoomMaker {
  private readonly logger = new Logger(RoomMaker.name);
  private readonly waits = new WeakMap<TrailWorker, { since: number; waitedMs: number }>();

  constructor(private readonly workers: TrailWorkers) {}

  isNeeded(worker: TrailWorker, lane: Lane): boolean {
    return lane.mode === 'live' && (!worker.queue.hasRoom || this.workers.budget.isFull);
  }

  /** Returns when the lane has room, or is no longer one that takes entries from the log. */
  async make(worker: TrailWorker, lane: Lane): Promise<void> {
    while (this.isNeeded(worker, lane)) {
      // The trail's own queue is full: that is its fault. The common memory is full: then it is the largest one's.
      const atFault = worker.queue.hasRoom ? this.largest() : worker;
      if (!atFault) return;
      atFault.hurry();
      if (this.mustGo(atFault)) {
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
      this.count(atFault, Date.now() - started);
    }
  }

  private mustGo(worker: TrailWorker): boolean {
    const now = Date.now();
    const wait = this.waits.get(worker);
    if (!wait || now - wait.since > periodMs) return false;
    return wait.waitedMs > graceMs || (now - worker.lastProgress > idleMs && wait.waitedMs > graceMs / 4);
  }

  private count(worker: TrailWorker, waitedMs: number): void {
    const now = Date.now();
    const wait = this.waits.get(worker);
    if (!wait || now - wait.since > periodMs) this.waits.set(worker, { since: now, waitedMs });
    else wait.waitedMs += waitedMs;
  }

  private largest(): TrailWorker | undefined {
    let largest: TrailWorker | undefined;
    for (const worker of this.workers.all()) {
      if (worker.queue.bytes > (largest?.queue.bytes ?? 0)) largest = worker;
    }
    return largest;
  }
}
