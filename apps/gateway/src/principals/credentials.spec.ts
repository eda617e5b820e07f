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
  ])('case %#', (headers, expected) => expect(credentialOf(headers)).toEqual(expected));
});
