import type { Lane } from './lane';
import type { TrailWorker } from './trail-worker';

/** A trail's worker, and the lane by which it takes entries of a partition. */
export interface Taker {
  readonly worker: TrailWorker;
  readonly lane: Lane;
}

const nobody: readonly Taker[] = [];

/** Lanes that take their entries from one partition of the log, by their workers, and by the tenants whose entries they take. */
export class FollowedLanes extends Map<TrailWorker, Lane> {
  /** Lists that never change: whoever goes through one while it waits is not disturbed. */
  private readonly byTenant = new Map<string, readonly Taker[]>();

  ofTenant(tenantUid: string): readonly Taker[] {
    return this.byTenant.get(tenantUid) ?? nobody;
  }

  override set(worker: TrailWorker, lane: Lane): this {
    this.delete(worker);
    this.byTenant.set(worker.tenantUid, [...this.ofTenant(worker.tenantUid), { worker, lane }]);
    return super.set(worker, lane);
  }

  override delete(worker: TrailWorker): boolean {
    const others = this.ofTenant(worker.tenantUid).filter((taker) => taker.worker !== worker);
    if (others.length > 0) this.byTenant.set(worker.tenantUid, others);
    else this.byTenant.delete(worker.tenantUid);
    return super.delete(worker);
  }

  override clear(): void {
    this.byTenant.clear();
    super.clear();
  }
}
