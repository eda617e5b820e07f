/** Where in the log an identity was seen first. */
export interface SeenAt {
  readonly partition: number;
  readonly offset: bigint;
}

interface Seen extends SeenAt {
  readonly tenantUid: string;
  readonly month: number;
  /** The same uid of another tenant, or of another month. */
  readonly other: Seen | undefined;
}

/**
 * Remembers which entries the log brought lately, so that a producer's retry isn't delivered twice: ingest stores such a
 * repeat once as well. Bounded: two generations, of which the older one is forgotten when the younger is full.
 */
export class RecentEntries {
  private young = new Map<string, Seen>();
  private old = new Map<string, Seen>();
  private youngSize = 0;
  private readonly months = new Months();

  /** @param capacity entries of one generation */
  constructor(private readonly capacity: number) {}

  /** Whether another record brought the entry before. The very same record, read again, is no repeat. */
  isRepeat(tenantUid: string, uid: string, time: number, { partition, offset }: SeenAt): boolean {
    const month = this.months.of(time);
    const seen = find(this.young.get(uid), tenantUid, month) ?? find(this.old.get(uid), tenantUid, month);
    if (seen) return seen.partition !== partition || seen.offset < offset;
    if (this.youngSize >= this.capacity) {
      this.old = this.young;
      this.young = new Map();
      this.youngSize = 0;
    }
    // Nothing of the record itself is kept: it would hold the whole fetch in memory that it came with.
    this.young.set(uid, { tenantUid, month, partition, offset, other: this.young.get(uid) });
    this.youngSize += 1;
    return false;
  }
}

function find(first: Seen | undefined, tenantUid: string, month: number): Seen | undefined {
  for (let seen = first; seen; seen = seen.other) if (seen.tenantUid === tenantUid && seen.month === month) return seen;
  return undefined;
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
