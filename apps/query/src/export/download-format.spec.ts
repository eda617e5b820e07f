import { formatOf } from './download-format';

describe('the format of a download', () => {
  it.each<[string | undefined, string]>([
    [undefined, 'csv'],
    ['', 'csv'],
    ['*/*', 'csv'],
    ['text/csv', 'csv'],
    ['TEXT/CSV; charset=utf-8', 'csv'],
    ['application/x-ndjson', 'ndjson'],
    ['application/x-ndjson, */*', 'ndjson'],
    ['application/x-ndjson;q=0.5, text/csv', 'csv'],
    ['application/x-ndjson, text/csv;q=0.5', 'ndjson'],
    ['text/csv;q=0, */*', 'ndjson'],
    ['application/json', 'csv'],
    ['text/html,application/xhtml+xml,*/*;q=0.8', 'csv'],
  ])('for %j is %s', (accept, expected) => {
    expect(formatOf(accept)).toBe(expected);
  });

  it.each(['image/png', 'text/csv;q=0', 'application/xml;q=1', 'text/csv;q=x'])('is refused for %j', (accept) => {
    expect(() => formatOf(accept)).toThrow(expect.objectContaining({ status: 406 }) as Error);
  });
});
