import * as argon2 from 'argon2';
import { PasswordHasher } from './password-hasher';

jest.mock('argon2', () => {
  const real = jest.requireActual<typeof argon2>('argon2');
  return { ...real, hash: jest.fn(real.hash), verify: jest.fn(real.verify) };
});

describe('PasswordHasher', () => {
  const hasher = new PasswordHasher();

  it('hashes with argon2id, at a cost of 19 MiB and two passes', async () => {
    const hash = await hasher.hash('correct horse battery');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,p=1,t=2\$/);
    expect(await hasher.verify(hash, 'correct horse battery')).toBe(true);
    expect(await hasher.verify(hash, 'wrong')).toBe(false);
    expect(hasher.isOutdated(hash)).toBe(false);
    expect(hasher.isOutdated(await argon2.hash('x', { memoryCost: 8192, timeCost: 1 }))).toBe(true);
  });

  it('knows a password however it is typed, also one that was hashed as it was typed', async () => {
    const [composed, decomposed] = ['caf\u00e9 cr\u00e8me', 'cafe\u0301 cre\u0300me'];
    const kept = await hasher.hash(composed);
    expect([await hasher.verify(kept, composed), await hasher.verify(kept, decomposed)]).toEqual([true, true]);
    expect(await hasher.verify(await hasher.hash(decomposed), composed)).toBe(true);
    const asTyped = await argon2.hash(decomposed, { memoryCost: 8192, timeCost: 2 });
    expect(await hasher.verify(asTyped, decomposed)).toBe(true);
    jest.mocked(argon2.verify).mockClear();
    expect(await hasher.verify(undefined, decomposed)).toBe(false);
    expect(argon2.verify).toHaveBeenCalledTimes(2);
  });

  it('does the same work where there is no hash, and never agrees', async () => {
    jest.mocked(argon2.verify).mockClear();
    for (const absent of [null, undefined]) expect(await hasher.verify(absent, 'the password of nobody')).toBe(false);
    expect(argon2.verify).toHaveBeenCalledTimes(2);
    expect(jest.mocked(argon2.verify).mock.calls[0]?.[0]).toMatch(/^\$argon2id\$v=19\$m=19456,p=1,t=2\$/);
  });

  it('works on four at a time, and refuses when too many wait', async () => {
    let running = 0;
    let most = 0;
    jest.mocked(argon2.verify).mockImplementation(async () => {
      most = Math.max(most, (running += 1));
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return true;
    });
    const outcomes = await Promise.allSettled(Array.from({ length: 250 }, () => hasher.verify('$hash', 'x')));
    expect(most).toBe(4);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(46);
    expect(await hasher.verify('$hash', 'x')).toBe(true);
  });
});
