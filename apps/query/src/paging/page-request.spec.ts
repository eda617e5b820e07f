import type { QueryParameters } from '../filters/parameters';
import { parsePageRequest } from './page-request';
import { PageTokens } from './page-token';
import { SealedPayloads } from './sealed-payload';

const tokens = new PageTokens(new SealedPayloads('0123456789abcdef0123456789abcdef'));
const binding = { tenantUid: 'acme', projectUid: '*', filter: '{}' };
const read = (query: QueryParameters) => parsePageRequest(query, binding, tokens);

describe('limit', () => {
  it.each<[string | undefined, number]>([
    [undefined, 50],
    ['0', 50],
    ['1', 1],
    ['007', 7],
    ['50', 50],
    ['51', 50],
    ['99999999999999999999999', 50],
  ])('%s gives a page of at most %d', (limit, expected) => {
    expect(read({ limit }).limit).toBe(expected);
  });

  it.each(['', '-1', '1.0', '1e1', '0x10', ' 5', '5 ', '٣', 'ten', '+5'])('refuses %j', (limit) => {
    expect(() => read({ limit })).toThrow(
      expect.objectContaining({ status: 400, details: { field: 'limit' } }) as Error,
    );
  });

  it('is refused when given twice', () => {
    expect(() => read({ limit: ['1', '2'] })).toThrow('limit may be given only once');
  });
});

describe('offset', () => {
  it('stands alone', () => {
    expect(read({ offset: '120' })).toEqual({ limit: 50, offset: 120, counted: true });
  });

  it.each(['-1', '1.5', 'x', '', '9007199254740993'])('refuses %j', (offset) => {
    expect(() => read({ offset })).toThrow(
      expect.objectContaining({ status: 400, details: { field: 'offset' } }) as Error,
    );
  });
});

describe('continue', () => {
  const after = { time: 1, uid: '01960000-0000-7000-8000-00000000abcd', position: 70, count: 90, countExact: true };

  it('decides, whatever the offset beside it', () => {
    const token = tokens.write(after, binding);
    expect(read({ continue: token, offset: '3', limit: '10' })).toEqual({
      limit: 10,
      offset: 70,
      counted: true,
      after,
    });
  });

  it('starts anew when empty', () => {
    expect(read({ continue: '' })).toEqual({ limit: 50, offset: 0, counted: true });
  });

  it.each(['garbage', tokens.write(after, { ...binding, projectUid: 'p1' })])('refuses %s', (token) => {
    expect(() => read({ continue: token })).toThrow(
      expect.objectContaining({ status: 400, details: { field: 'continue' } }) as Error,
    );
  });
});
