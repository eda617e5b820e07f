import fc from 'fast-check';
import { contentDigest } from './digest';

const primes = [
  0x9e3779b185ebca87n,
  0xc2b2ae3d27d4eb4fn,
  0x165667b19e3779f9n,
  0x85ebca77c2b2ae63n,
  0x27d4eb2f165667c5n,
] as const;
const [p1, p2, p3, p4, p5] = primes;
const u64 = (value: bigint) => BigInt.asUintN(64, value);
const rotl = (value: bigint, bits: bigint) => u64((value << bits) | (value >> (64n - bits)));
const round = (sum: bigint, lane: bigint) => u64(rotl(u64(sum + lane * p2), 31n) * p1);

/** xxHash64, as slowly as its specification reads. */
function xxHash64(bytes: Buffer, seed: bigint): bigint {
  let at = 0;
  let sum = u64(seed + p5);
  if (bytes.length >= 32) {
    const lanes = [seed + p1 + p2, seed + p2, seed, seed - p1].map(u64);
    for (; at + 32 <= bytes.length; at += 32) {
      lanes.forEach((lane, n) => (lanes[n] = round(lane, bytes.readBigUInt64LE(at + 8 * n))));
    }
    sum = u64([1n, 7n, 12n, 18n].reduce((all, bits, n) => all + rotl(lanes[n]!, bits), 0n));
    for (const lane of lanes) sum = u64((sum ^ round(0n, lane)) * p1 + p4);
  }
  sum = u64(sum + BigInt(bytes.length));
  for (; at + 8 <= bytes.length; at += 8) {
    sum = u64(rotl(sum ^ round(0n, bytes.readBigUInt64LE(at)), 27n) * p1 + p4);
  }
  if (at + 4 <= bytes.length) {
    sum = u64(rotl(sum ^ u64(BigInt(bytes.readUInt32LE(at)) * p1), 23n) * p2 + p3);
    at += 4;
  }
  for (; at < bytes.length; at += 1) sum = u64(rotl(sum ^ u64(BigInt(bytes[at]!) * p5), 11n) * p1);
  sum = u64((sum ^ (sum >> 33n)) * p2);
  sum = u64((sum ^ (sum >> 29n)) * p3);
  return sum ^ (sum >> 32n);
}

describe('the digest of a content', () => {
  it('is xxHash64, whatever the length', () => {
    // Known answers, by which the slow one is right.
    expect(xxHash64(Buffer.from(''), 0n)).toBe(0xef46db3751d8e999n);
    expect(xxHash64(Buffer.from('abc'), 0n)).toBe(0x44bc2cf5ad770999n);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.webPath(), fc.nat(2 ** 41), (value, source, time) => {
        const seed = xxHash64(Buffer.from(source), BigInt(time));
        expect(contentDigest(value, source, time)).toBe(Number(xxHash64(Buffer.from(value), seed) >> 11n));
      }),
    );
  });

  it('is the same of a text and of its bytes', () => {
    const text = '{"name":"käse 🧀"}';
    expect(contentDigest(text, '/s', 1)).toBe(contentDigest(Buffer.from(text), '/s', 1));
  });

  it('differs with the value, the source and the time', () => {
    const digests = [contentDigest('{}', '/s', 1), contentDigest('{ }', '/s', 1), contentDigest('{}', '/t', 1)];
    expect(new Set([...digests, contentDigest('{}', '/s', 2)]).size).toBe(4);
  });

  it('refuses a value that is longer than the contract allows', () => {
    const most = 256 * 1024;
    expect(contentDigest(Buffer.alloc(most), '/s', 1)).toBeGreaterThanOrEqual(0);
    expect(() => contentDigest(Buffer.alloc(most + 1), '/s', 1)).toThrow(RangeError);
  });
});
