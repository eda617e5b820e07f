/** Where in the log an identity was seen first. */
export interface SeenAt {
  readonly partition: number;
  readonly offset: bigint;
}

/**
 * Remembers which entries the log brought lately, so that a producer's retry isn't delivered twice: ingest stores such a
 * repeat once as well. Bounded: two generations, of which the older one is forgotten when the younger is full.
 */
export class RecentEntries {
  private young = new Map<string, SeenAt>();
  private old = new Map<string, SeenAt>();

  /** @param capacity entries of one generation */
  constructor(private readonly capacity: number) {}

  /** Whether another record brought the entry before. The very same record, read again, is no repeat. */
  isRepeat(tenantUid: string, uid: string, time: number, at: SeenAt): boolean {
    const key = `${tenantUid}\n${uid}\n${monthOf(time)}`;
    const seen = this.young.get(key) ?? this.old.get(key);
    if (seen) return seen.partition !== at.partition || seen.offset < at.offset;
    if (this.young.size >= this.capacity) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(key, at);
    return false;
  }
}

/** An entry of another month is another entry, whatever its identity. */
function monthOf(time: number): number {
  const date = new Date(time);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
