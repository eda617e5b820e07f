import { Injectable, Logger } from '@nestjs/common';
import { showWaiting } from './delivery-metrics';
import type { FollowedPartition } from './followed-partition';
import { LaneKeeper } from './lane-keeper';
import { StoreReader } from './store-reader';

/** Ingest stores what is new within a tenth of a second or so; batches are gathered for seconds. */
const lookEveryMs = 200;
const retryMs = 1_000;
/** A partition that ingest has not stored any further for so long is a fault of ingest, or of this service's view of it. */
const stalledMs = 120_000;

/**
 * Finds out what ingest made of the records that wait for it, of all partitions by one query, and only while any of them
 * waits.
 */
@Injectable()
export class VerdictWatch {
  private readonly logger = new Logger(VerdictWatch.name);
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private nextLook = 0;
  private failing = false;
  private stopped = false;

  constructor(
    private readonly lanes: LaneKeeper,
    private readonly reader: StoreReader,
  ) {
    showWaiting(() => Math.max(0, ...this.lanes.waiting().map(waitedMs)) / 1_000);
  }

  /** Looks as soon as it may, and again and again while something waits. */
  wake(): void {
    if (this.stopped || this.timer !== undefined || this.looking) return;
    this.timer = setTimeout(() => void this.look(), Math.max(0, this.nextLook - Date.now()));
  }

  /** @throws Error when records wait for long: for readiness */
  assertNotStalled(): void {
    const stalled = this.lanes.waiting().filter((followed) => waitedMs(followed) > stalledMs);
    if (stalled.length === 0) return;
    const places = stalled.map(({ place, cursor }) => `${place.partition} (offset ${cursor})`);
    throw new Error(`Ingest has stored nothing further for ${stalledMs / 1_000} s of partitions: ${places.join(', ')}`);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.looking;
  }

  private async look(): Promise<void> {
    this.timer = undefined;
    this.looking = this.ask();
    await this.looking;
    this.looking = undefined;
    if (this.lanes.waiting().length > 0) this.wake();
  }

  private async ask(): Promise<void> {
    const waiting = this.lanes.waiting();
    this.nextLook = Date.now() + lookEveryMs;
    if (waiting.length === 0) return;
    try {
      const found = await this.reader.verdicts(waiting);
      waiting.forEach((followed, index) => followed.learn(found[index]));
      this.failing = false;
    } catch (error) {
      this.nextLook = Date.now() + retryMs;
      if (!this.failing) this.logger.warn({ err: error, msg: 'what ingest has stored is not known now, trying again' });
      this.failing = true;
    }
  }
}

const waitedMs = ({ waitsSince }: FollowedPartition): number =>
  waitsSince === undefined ? 0 : Date.now() - waitsSince;
