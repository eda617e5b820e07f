import { IdentityKey, SeenIdentities } from './seen-identities';

/** Where in the log an identity was seen first. */
export interface SeenAt {
  readonly partition: number;
  readonly offset: bigint;
}

/** With more tenants all is forgotten, rather than their numbers kept for ever. */
const mostTenants = 100_000;

/**
 * Remembers which entries the log brought lately, so that a producer's retry isn't delivered twice: ingest stores such a
 * repeat once as well. Bounded: of two generations, the older one is forgotten when the younger is full.
 */
export class RecentEntries {
  private readonly seen: SeenIdentities;
  private readonly tenants = new Map<string, number>();
  private readonly months = new Months();
  private readonly key = new IdentityKey();

  /** @param capacity entries of one generation */
  constructor(capacity: number) {
    this.seen = new SeenIdentities(capacity);
  }

  /**
   * Whether another record brought the entry before. The very same record, read again, is no repeat.
   * @param uid in its usual form, or its sixteen bytes
   */
  isRepeat(tenantUid: string, uid: string | Int32Array, time: number, { partition, offset }: SeenAt): boolean {
    const { key, seen } = this;
    key.set(uid, this.numberOf(tenantUid), this.months.of(time));
    const known = seen.find(key);
    if (known >= 0) return seen.partition(known) !== partition || seen.offset(known) < offset;
    seen.add(key, partition, offset);
    return false;
  }

  private numberOf(tenantUid: string): number {
    const known = this.tenants.get(tenantUid);
    if (known !== undefined) return known;
    if (this.tenants.size >= mostTenants) {
      this.tenants.clear();
      this.seen.clear();
    }
    this.tenants.set(tenantUid, this.tenants.size);
    return this.tenants.size - 1;
  }
}

/** An entry of another month is another entry, whatever its identity. Most are of the month of the one before. */
class Months {
  private month = 0;
  private from = 0;
  private to = 0;

  of(time: number): number {
    if (time >= this.from && time < this.to) return this.month;
    const date = new Date(time);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
    this.from = Date.UTC(year, month);
    this.to = Date.UTC(year, month + 1);
    this.month = year * 12 + month;
    return this.month;
  }
}
