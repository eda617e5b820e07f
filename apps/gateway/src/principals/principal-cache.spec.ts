import { setTimeout as wait } from 'node:timers/promises';
import { admin } from '../front-door.fixture';
import type { Credential } from './credentials';
import { PrincipalCache } from './principal-cache';

const key = (value: string): Credential => ({ kind: 'apiKey', value });

describe('the principals', () => {
  it('are looked up once however many wait, and by kind', async () => {
    const lookUp = jest.fn(() => wait(10, admin));
    const cache = new PrincipalCache(lookUp);
    const found = await Promise.all(Array.from({ length: 1_000 }, () => cache.find(key('a'))));
    expect(new Set(found)).toEqual(new Set([admin]));
    expect(lookUp).toHaveBeenCalledTimes(1);
    expect(cache.peek(key('a'))).toEqual({ principal: admin });
    expect(cache.peek({ kind: 'token', value: 'a' })).toBeUndefined();
  });

  it('are remembered when there is none, too', async () => {
    const lookUp = jest.fn(() => Promise.resolve(undefined));
    const cache = new PrincipalCache(lookUp);
    expect([await cache.find(key('a')), await cache.find(key('a'))]).toEqual([undefined, undefined]);
    expect(lookUp).toHaveBeenCalledTimes(1);
    expect(cache.peek(key('a'))).toEqual({ principal: undefined });
  });

  it('are forgotten in time, counted from the question', async () => {
    const lookUp = jest.fn(() => wait(60, admin));
    const cache = new PrincipalCache(lookUp, { ttlMs: 80 });
    await cache.find(key('a'));
    await wait(40);
    expect(cache.peek(key('a'))).toBeUndefined();
    await cache.find(key('a'));
    expect(lookUp).toHaveBeenCalledTimes(2);
  });

  it('are asked for again after a failure', async () => {
    const lookUp = jest.fn().mockRejectedValueOnce(new Error('away')).mockResolvedValue(admin);
    const cache = new PrincipalCache(lookUp);
    await expect(cache.find(key('a'))).rejects.toThrow('away');
    expect(await cache.find(key('a'))).toBe(admin);
  });

  it('are found even when too many others push them out meanwhile', async () => {
    const cache = new PrincipalCache(({ value }) => wait(5, { ...admin, userUid: value }), { max: 2 });
    const found = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((value) => cache.find(key(value))));
    expect(found.map((principal) => principal?.userUid)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
});
