import { pageOf } from './page';
import { PageTokens } from './page-token';
import { SealedPayloads } from './sealed-payload';

describe('pageOf', () => {
  const tokens = new PageTokens(new SealedPayloads('a key of specs: 0123456789abcdef0123456789abcdef'));
  const binding = { tenantUid: 'acme', projectUid: '*', filter: '{}' };
  const entries = [3_000, 2_000, 1_000].map((time) => ({ uid: `00000000-0000-7000-8000-00000000${time}`, time }));
  const total = { count: 3, exact: true };
  const page = (limit: number, more: object = {}) =>
    pageOf({ entries, total, ...more }, { limit, offset: 5 }, { tokens, binding });

  it('goes on behind the last entry of a full page', () => {
    const { items, listmeta } = page(2);
    expect(items).toEqual(entries.slice(0, 2));
    expect(listmeta).toMatchObject({ count: 3, limit: 2, offset: 7 });
    expect(tokens.read(listmeta.continue, binding)).toEqual({
      ...entries[1],
      position: 7,
      count: 3,
      countExact: true,
    });
  });

  it('is the last one when nothing more was fetched', () => {
    expect(page(3).listmeta).toEqual({ continue: '', count: 3, limit: 3, offset: 8 });
  });

  it('is short, and not the last one, when there was no time to look further', () => {
    const { items, listmeta } = page(50, { total: { count: 8, exact: false }, lookedTo: 500 });
    expect(items).toEqual(entries);
    expect(listmeta).toMatchObject({ count: 8, countExact: false, limit: 3, offset: 8 });
    // Before all that happened at that time or earlier.
    const next = tokens.read(listmeta.continue, binding);
    expect(next).toMatchObject({ time: 500, uid: 'ffffffff-ffff-ffff-ffff-ffffffffffff', position: 8 });
  });
});
