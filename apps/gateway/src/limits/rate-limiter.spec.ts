import { RateLimiter } from './rate-limiter';

describe('the limit of a caller', () => {
  let now = 0;
  const limiter = (perSecond: number, burst: number, maxCallers?: number) =>
    new RateLimiter(perSecond, burst, () => now, maxCallers);
  const takeMany = (limit: RateLimiter, caller: string, times: number) =>
    Array.from({ length: times }, () => limit.take(caller)?.allowed).filter(Boolean).length;

  it('lets a burst through, then as many as come in by the second', () => {
    const limit = limiter(200, 1_000);
    expect(takeMany(limit, 'a', 1_500)).toBe(1_000);
    expect(takeMany(limit, 'b', 1)).toBe(1);
    now += 500;
    expect(takeMany(limit, 'a', 500)).toBe(100);
    now += 60_000;
    expect(takeMany(limit, 'a', 1_500)).toBe(1_000);
  });

  it('says how many are left, and how long to wait', () => {
    const limit = limiter(2, 3);
    const states = Array.from({ length: 4 }, () => limit.take('a'));
    expect(states).toEqual([
      { allowed: true, limit: 3, remaining: 2, resetSeconds: 1, retryAfterSeconds: 0 },
      { allowed: true, limit: 3, remaining: 1, resetSeconds: 1, retryAfterSeconds: 0 },
      { allowed: true, limit: 3, remaining: 0, resetSeconds: 2, retryAfterSeconds: 0 },
      { allowed: false, limit: 3, remaining: 0, resetSeconds: 2, retryAfterSeconds: 0.5 },
    ]);
  });

  it.each([
    [0, 10],
    [10, 0],
  ])('is off with %i a second and bursts of %i', (perSecond, burst) => {
    expect(limiter(perSecond, burst).take('a')).toBeUndefined();
  });

  it('remembers a bounded number of callers', () => {
    const limit = limiter(1, 1, 2);
    for (const caller of ['a', 'b', 'c']) limit.take(caller);
    expect([limit.take('c')?.allowed, limit.take('a')?.allowed]).toEqual([false, true]);
  });
});
