import type { FilterHistory } from '../trails/filter-history';

/** What delivery has to know of a trail. */
export interface DeliveredTrail {
  readonly uid: string;
  readonly tenantUid: string;
  readonly name: string;
  readonly version: number;
  readonly filters: FilterHistory;
  readonly paused: boolean;
  /** A parked one is tried again from here on, milliseconds since 1970; undefined for one that isn't parked. */
  readonly retryAt: number | undefined;
  readonly failures: number;
  /** Whoever holds this partition has a replay to send; undefined without one. */
  readonly replayPartition: number | undefined;
}

/** Whether a trail is delivered at present, and since when it makes no progress. */
export class TrailCondition {
  paused: boolean;
  parked: boolean;
  retryAt: number | undefined;
  failures: number;
  /** When a sink acknowledged something last, or work came up; milliseconds since 1970. */
  lastProgress = Date.now();

  constructor({ paused, retryAt, failures }: DeliveredTrail) {
    this.paused = paused;
    this.parked = retryAt !== undefined;
    this.retryAt = retryAt;
    this.failures = failures;
  }

  /** Takes entries, from the log or from the store. */
  get isActive(): boolean {
    return !this.paused && !this.isResting;
  }

  /** Parked, and not to be tried yet. */
  get isResting(): boolean {
    return this.parked && this.restMs > 0;
  }

  get restMs(): number {
    return Math.max(0, (this.retryAt ?? 0) - Date.now());
  }

  progressed(): void {
    this.lastProgress = Date.now();
  }

  park(restMs: (failures: number) => number): { retryAt: number; failures: number } {
    this.parked = true;
    this.failures += 1;
    const retryAt = Date.now() + restMs(this.failures);
    this.retryAt = retryAt;
    return { retryAt, failures: this.failures };
  }

  unpark(): void {
    [this.parked, this.retryAt, this.failures] = [false, undefined, 0];
  }
}
