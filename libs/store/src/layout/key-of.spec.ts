import { keyOf, keyText } from './key-of';

describe('keyOf', () => {
  it('never changes, since it is stored', () => {
    expect(['', 'a', 'cluster-1', '0190b5c7-7e5c-7d2a-9c3e-4f1a2b3c4d5e', 'käse🧀'].map(keyText))
      .toMatchInlineSnapshot(`
     [
       "2503396111988876630",
       "-7897296157883860051",
       "-9205770538299186401",
       "-5422230740982316268",
       "-7104168858116353362",
     ]
    `);
  });

  it('is never 0, which stands for nobody', () => {
    const zeros = Array.from({ length: 20_000 }, (_, n) => keyOf(`uid-${n}`)).filter(({ high, low }) => !high && !low);
    expect(zeros).toEqual([]);
  });

  it('gives alike uids different keys', () => {
    const keys = new Set<string>();
    for (let n = 0; n < 100_000; n += 1) {
      const { high, low } = keyOf(`3f2504e0-4f89-41d3-9a0c-${n.toString(16).padStart(12, '0')}`);
      keys.add(`${high},${low}`);
    }
    expect(keys.size).toBe(100_000);
  });

  it('uses all 64 bits alike', () => {
    const ones = new Array<number>(64).fill(0);
    for (let n = 0; n < 20_000; n += 1) {
      const { high, low } = keyOf(`user-${n}`);
      for (let bit = 0; bit < 32; bit += 1) {
        ones[bit]! += (high >>> bit) & 1;
        ones[bit + 32]! += (low >>> bit) & 1;
      }
    }
    for (const count of ones) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });
});
