import { credentialOf } from './credentials';

describe('the credential', () => {
  it.each([
    [{ apikey: 'k-1' }, { kind: 'apiKey', value: 'k-1' }],
    [{ authorization: 'YQ.YQ.YQ' }, { kind: 'token', value: 'YQ.YQ.YQ' }],
    [{ authorization: 'Bearer YQ.YQ.YQ' }, { kind: 'token', value: 'YQ.YQ.YQ' }],
    [{ authorization: 'bearer  YQ.YQ.YQ ' }, { kind: 'token', value: 'YQ.YQ.YQ' }],
    [
      { apikey: '', authorization: 'YQ.YQ.YQ' },
      { kind: 'token', value: 'YQ.YQ.YQ' },
    ],
    [
      { apikey: 'k-1', authorization: 'YQ.YQ.YQ' },
      { kind: 'apiKey', value: 'k-1' },
    ],
    [{}, undefined],
    [{ apikey: 'two words' }, undefined],
    [{ apikey: 'k'.repeat(5_000) }, undefined],
    [{ authorization: 'Basic YTpi' }, undefined],
    [{ authorization: 'Bearer' }, undefined],
    [{ authorization: 'YQ.YQ' }, undefined],
    [{ authorization: 'YQ.YQ.' }, undefined],
    [{ authorization: 'YQ.YQ.YQ.YQ' }, undefined],
    // Of the same bytes as the one above: a token has one spelling.
    [{ authorization: 'YQ.YQ.YR' }, undefined],
    [{ authorization: `${'a'.repeat(8_192)}.YQ.YQ` }, undefined],
  ])('case %#', (headers, expected) => expect(credentialOf(headers, 'http')).toEqual(expected));

  const own = { cookie: 'theme=dark; trailbook-session=YQ.YQ.YQ', 'trailbook-console': '1' };
  const kept = { kind: 'token', value: 'YQ.YQ.YQ', isCookie: true };
  it.each([
    ['of the console', own, kept],
    ['of the console, as the browser says too', { ...own, 'sec-fetch-site': 'same-origin' }, kept],
    ['after another', { ...own, apikey: 'k-1' }, { kind: 'apiKey', value: 'k-1' }],
    ['without what only the console says', { cookie: own.cookie }, undefined],
    ['of another site', { ...own, 'sec-fetch-site': 'cross-site' }, undefined],
    ['of a site beside this one', { ...own, 'sec-fetch-site': 'same-site' }, undefined],
    ['beside a header that is wrong', { ...own, authorization: 'Basic YTpi' }, undefined],
    ['that is none', { ...own, cookie: 'trailbook-session=x' }, undefined],
  ])('is a cookie %s', (_what, headers, expected) => expect(credentialOf(headers, 'http')).toEqual(expected));

  it('is over TLS a cookie that no other host can have set', () => {
    const secure = { ...own, cookie: '__Host-trailbook-session=YQ.YQ.YQ' };
    expect([credentialOf(own, 'https'), credentialOf(secure, 'https')]).toEqual([undefined, kept]);
    expect(credentialOf(secure, 'http')).toBeUndefined();
  });
});
