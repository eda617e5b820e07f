import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { pageOf, PageQuery, pageStart } from './page-query';

const uids = Array.from({ length: 120 }, (_, index) => `uid-${String(index).padStart(3, '0')}`);

function page(query: { limit?: number; offset?: number; continue?: string }) {
  const start = pageStart(query);
  const from = start.afterUid === undefined ? start.offset : uids.indexOf(start.afterUid) + 1;
  return pageOf(uids.slice(from, from + start.limit + 1), uids.length, start, (uid) => uid);
}

describe('a list', () => {
  it('is walked by its tokens, whatever the size of a page', () => {
    for (const limit of [undefined, 0, 1, 7, 50, 1000]) {
      const seen: string[] = [];
      for (let token: string | undefined; token !== '';) {
        const { items, listmeta }: ReturnType<typeof page> = page({ limit, continue: token });
        seen.push(...items);
        expect(listmeta).toMatchObject({ count: 120, limit: items.length, offset: seen.length });
        token = listmeta.continue;
      }
      expect(seen).toEqual(uids);
    }
  });

  it('takes a token in the one spelling that was issued', () => {
    const token = page({ limit: 10 }).listmeta.continue;
    const bytes = Buffer.from(token, 'base64url');
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const same = [...alphabet].map((last) => token.slice(0, -1) + last);
    const others = same.filter((spelt) => spelt !== token && Buffer.from(spelt, 'base64url').equals(bytes));
    expect(others.length).toBeGreaterThan(0);
    for (const other of others) expect(() => page({ continue: other })).toThrow('continue is not a token of this list');
    expect(page({ continue: token }).items).toHaveLength(50);
  });

  it('starts at an offset, at most 50 items long', () => {
    expect(page({ offset: 100 }).items).toEqual(uids.slice(100));
    expect(page({ limit: 51 }).items).toHaveLength(50);
    expect(page({ offset: 500 })).toEqual({ items: [], listmeta: { continue: '', count: 120, limit: 0, offset: 500 } });
  });

  it.each([
    [{ limit: '9'.repeat(200) }, []],
    [{ limit: '0', offset: '1000000000' }, []],
    [{ limit: '-1' }, ['limit']],
    [{ limit: '1.5', offset: '1e3' }, ['limit', 'offset']],
    [{ limit: ['1', '2'] }, ['limit']],
    [{ offset: '1000000001' }, ['offset']],
  ])('reads %j', (query, wrong) => {
    const faults = validateSync(plainToInstance(PageQuery, query));
    expect(faults.map(({ property }) => property)).toEqual(wrong);
  });

  it('refuses a token that is none', () => {
    expect(() => pageStart({ continue: 'x' })).toThrow('continue is not a token of this list');
  });
});
