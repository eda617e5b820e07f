import { Injectable } from '@nestjs/common';

/** What this instance has in memory of deliveries. */
@Injectable()
export class LiveDelivery {
  private readonly counters = new Map<string, () => number>();

  /** Makes a trail's number of waiting entries known. */
  watch(trailUid: string, pending: () => number): void {
    this.counters.set(trailUid, pending);
  }

  forget(trailUid: string): void {
    this.counters.delete(trailUid);
  }

  pendingOf(trailUid: string): number {
    return this.counters.get(trailUid)?.() ?? 0;
  }
}
