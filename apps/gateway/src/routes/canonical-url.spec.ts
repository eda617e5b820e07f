import fc from 'fast-check';
import { canonicalUrl } from './canonical-url';

describe('the canonical target', () => {
  it.each([
    ['/v1/audits', '/v1/audits'],
    ['/v1/audits?a=%zz&b=1', '/v1/audits?a=%zz&b=1'],
    ['/v1/audits/%41', '/v1/audits/%41'],
    ['/v1/audits/%zz', '/v1/audits/%25zz'],
    ['/v1/audits/%', '/v1/audits/%25'],
    ['/v1/audits/%ff', '/v1/audits/%25ff'],
    ['/v1/audits/\u00e4', '/v1/audits/%25E4'],
    ['/v1/audits/\u00c3\u00a4', '/v1/audits/%C3%A4'],
    ['/v1/audits#a?b', '/v1/audits%23a?b'],
    ['http://host:80/v1/audits?a', '/v1/audits?a'],
    ['HTTPS://host', '/'],
    ['http://host?a', '/?a'],
    ['*', '*'],
  ])('of %j is %j', (url, expected) => expect(canonicalUrl(url)).toBe(expected));

  it('is printable ASCII, decodes, and is its own', () => {
    const latin1 = fc.string({ unit: fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code)) });
    fc.assert(
      fc.property(latin1, (text) => {
        const url = canonicalUrl(`/v1/${text}`);
        expect(url).toMatch(/^[\x21-\x7e]+$/);
        decodeURIComponent(url.split('?')[0]!);
        expect(canonicalUrl(url)).toBe(url);
      }),
    );
  });
});
