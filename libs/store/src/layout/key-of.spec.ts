import { keyOf } from './key-of';

describe('keyOf', () => {
  it('never changes, since it is stored', () => {
    expect(['', 'a', 'cluster-1', '0190b5c7-7e5c-7d2a-9c3e-4f1a2b3c4d5e', 'käse🧀'].map(keyOf)).toMatchInlineSnapshot(`
     [
       582867328,
       -1838732548,
       -2143385480,
       -1262461474,
       -1654068208,
     ]
    `);
  });

  it('is a signed 32-bit integer, and never 0, which stands for nobody', () => {
    const keys = Array.from({ length: 20_000 }, (_, n) => keyOf(`uid-${n}`));
    expect(keys.filter((key) => key === 0 || key !== (key | 0))).toEqual([]);
  });

  it('gives alike uids different keys, but for as few as chance does', () => {
    const uids = Array.from(
      { length: 100_000 },
      (_, n) => `3f2504e0-4f89-41d3-9a0c-${n.toString(16).padStart(12, '0')}`,
    );
    expect(new Set(uids.map(keyOf)).size).toBeGreaterThan(100_000 - 10);
  });
});
