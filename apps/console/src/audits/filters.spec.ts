import { addressOfFilters, filtersIn, isNarrowed, queryOf, spanOf } from './filters';

const read = (address: string) => filtersIn(new URLSearchParams(address));

describe('the filters in the address', () => {
  it.each([
    '',
    'range=1h',
    'startTime=2026-01-02T03%3A04%3A05.000Z&endTime=2026-02-02T00%3A00%3A00.000Z',
    'actionType=create&actionType=delete&resourceKind=a%26b&userUid=u1&actorType=user&projectUid=p&resourceUid=r&search=x+y',
  ])('%j comes back as it was', (address) => {
    expect(addressOfFilters(read(address)).toString()).toBe(address);
  });

  it('leaves out what it cannot understand', () => {
    expect(read('range=10y&startTime=yesterday')).toMatchObject({ range: '30d', startTime: undefined });
  });

  it('has a quick range or a time of its own, never both', () => {
    expect(read('range=1h&startTime=2026-01-02T00:00:00Z').range).toBeUndefined();
  });

  it('asks the API from the start of a quick range on', () => {
    const now = Date.parse('2026-01-02T00:00:00Z');
    expect(queryOf(read('range=24h&search=+x+'), now)).toMatchObject({
      startTime: '2026-01-01T00:00:00.000Z',
      endTime: undefined,
      search: 'x',
    });
    expect(spanOf(read('endTime=2026-01-02T00:00:00Z'), 0).to).toBe(now);
  });

  it('knows whether anything but the time is filtered', () => {
    expect(isNarrowed(read('range=1h'))).toBe(false);
    expect(isNarrowed(read('resourceUid=r'))).toBe(true);
  });
});
