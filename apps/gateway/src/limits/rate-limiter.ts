import { LRUCache } from 'lru-cache';

export interface RateLimit {
  allowed: boolean;
  /** Requests that may be made at once after a rest. */
  limit: number;
  remaining: number;
  /** Seconds until `remaining` is `limit` again. */
  resetSeconds: number;
  /** Seconds until the next request is allowed; 0 when it is now. */
  retryAfterSeconds: number;
}

interface Bucket {
  tokens: number;
  /** Milliseconds, monotonic. */
  filledAt: number;
}

/** A token bucket for each caller. Buckets beyond `maxCallers` that rested longest are dropped: they are full anyway. */
export class RateLimiter {
  private readonly buckets: LRUCache<string, Bucket>;

  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
    private readonly now: () => number = () => performance.now(),
    maxCallers = 50_000,
  ) {
    this.buckets = new LRUCache({ max: maxCallers });
  }

  /** Takes a token of this caller's; undefined when there is no limit. */
  take(caller: string): RateLimit | undefined {
    if (this.perSecond === 0 || this.burst === 0) return undefined;
    const now = this.now();
    const bucket = this.buckets.get(caller) ?? this.newBucket(caller, now);
    bucket.tokens = Math.min(this.burst, bucket.tokens + ((now - bucket.filledAt) / 1_000) * this.perSecond);
    bucket.filledAt = now;
    const allowed = bucket.tokens >= 1;
    if (allowed) bucket.tokens -= 1;
    return {
      allowed,
      limit: this.burst,
      remaining: Math.floor(bucket.tokens),
      resetSeconds: Math.ceil((this.burst - bucket.tokens) / this.perSecond),
      retryAfterSeconds: allowed ? 0 : (1 - bucket.tokens) / this.perSecond,
    };
  }

  private newBucket(caller: string, now: number): Bucket {
    const bucket = { tokens: this.burst, filledAt: now };
    this.buckets.set(caller, bucket);
    return bucket;
  }
}
