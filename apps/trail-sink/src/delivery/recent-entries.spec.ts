import fc from 'fast-check';
import { RecentEntries } from './recent-entries';

const january = Date.UTC(2026, 0, 15);
const u = '0198f0c0-7c3e-7abc-8def-0123456789ab';
const uidOf = (n: bigint) => `0198f0c0-7c3e-7abc-8def-${n.toString(16).padStart(12, '0')}`;
const at = (offset: bigint, partition = 0) => ({ partition, offset });

describe('recent entries', () => {
  it('tell a repeat from the record itself, read again', () => {
    const recent = new RecentEntries(10);
    expect(recent.isRepeat('acme', u, january, at(5n))).toBe(false);
    expect(recent.isRepeat('acme', u, january, at(5n))).toBe(false);
    expect(recent.isRepeat('acme', u, january, at(9n))).toBe(true);
    expect(recent.isRepeat('acme', u, january, at(5n, 1))).toBe(true);
    // Read again from before the first one: it is the one that is stored.
    expect(recent.isRepeat('acme', u, january, at(3n))).toBe(false);
  });

  it('know tenants and months apart', () => {
    const recent = new RecentEntries(10);
    recent.isRepeat('acme', u, january, at(1n));
    expect(recent.isRepeat('other', u, january, at(2n))).toBe(false);
    expect(recent.isRepeat('acme', u, Date.UTC(2026, 1, 1), at(3n))).toBe(false);
  });

  it('forget the oldest', () => {
    const recent = new RecentEntries(10);
    for (let n = 0n; n < 30n; n += 1n) recent.isRepeat('acme', uidOf(n), january, at(n));
    expect(recent.isRepeat('acme', uidOf(25n), january, at(99n))).toBe(true);
    expect(recent.isRepeat('acme', uidOf(0n), january, at(99n))).toBe(false);
  });

  it('forget the older of two generations when the younger is full, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(14), { maxLength: 200 }), fc.integer({ min: 1, max: 6 }), (numbers, capacity) => {
        const recent = new RecentEntries(capacity);
        let [young, old] = [new Set<number>(), new Set<number>()];
        for (const [index, n] of numbers.entries()) {
          const known = young.has(n) || old.has(n);
          expect(recent.isRepeat('acme', uidOf(BigInt(n)), january, at(BigInt(index)))).toBe(known);
          if (known) continue;
          if (young.size === capacity) [young, old] = [new Set(), young];
          young.add(n);
        }
      }),
    );
  });

  it('answer as a list of everything would, as long as all fits', () => {
    const record = fc.record({
      tenant: fc.constantFrom('acme', 'other'),
      uid: fc.oneof(fc.constantFrom(u, uidOf(1n), u.replace(/^0/, 'f')), fc.uuid()),
      time: fc.constantFrom(january, Date.UTC(2026, 1, 1)),
      partition: fc.nat(2),
      offset: fc.bigInt(0n, 2n ** 62n),
    });
    fc.assert(
      fc.property(fc.array(record, { maxLength: 60 }), (records) => {
        const recent = new RecentEntries(60);
        const first = new Map<string, { partition: number; offset: bigint }>();
        for (const { tenant, uid, time, partition, offset } of records) {
          const identity = `${tenant} ${uid} ${time}`;
          const seen = first.get(identity);
          if (!seen) first.set(identity, { partition, offset });
          const repeat = seen !== undefined && (seen.partition !== partition || seen.offset < offset);
          expect(recent.isRepeat(tenant, uid, time, { partition, offset })).toBe(repeat);
        }
      }),
    );
  });
});
