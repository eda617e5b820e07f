import { RecentEntries } from './recent-entries';

const january = Date.UTC(2026, 0, 15);
const at = (offset: bigint, partition = 0) => ({ partition, offset });

describe('recent entries', () => {
  it('tell a repeat from the record itself, read again', () => {
    const recent = new RecentEntries(10);
    expect(recent.isRepeat('acme', 'u', january, at(5n))).toBe(false);
    expect(recent.isRepeat('acme', 'u', january, at(5n))).toBe(false);
    expect(recent.isRepeat('acme', 'u', january, at(9n))).toBe(true);
    expect(recent.isRepeat('acme', 'u', january, at(5n, 1))).toBe(true);
    // Read again from before the first one: it is the one that is stored.
    expect(recent.isRepeat('acme', 'u', january, at(3n))).toBe(false);
  });

  it('know tenants and months apart', () => {
    const recent = new RecentEntries(10);
    recent.isRepeat('acme', 'u', january, at(1n));
    expect(recent.isRepeat('other', 'u', january, at(2n))).toBe(false);
    expect(recent.isRepeat('acme', 'u', Date.UTC(2026, 1, 1), at(3n))).toBe(false);
  });

  it('forget the oldest', () => {
    const recent = new RecentEntries(10);
    for (let n = 0n; n < 30n; n += 1n) recent.isRepeat('acme', `u${n}`, january, at(n));
    expect(recent.isRepeat('acme', 'u25', january, at(99n))).toBe(true);
    expect(recent.isRepeat('acme', 'u0', january, at(99n))).toBe(false);
  });
});
