import { credentialOf } from './credentials';

describe('the credential', () => {
  it.each([
    [{ apikey: 'k-1' }, { kind: 'apiKey', value: 'k-1' }],
    [{ authorization: 'a.b.c' }, { kind: 'token', value: 'a.b.c' }],
    [{ authorization: 'Bearer a.b.c' }, { kind: 'token', value: 'a.b.c' }],
    [{ authorization: 'bearer  a.b.c ' }, { kind: 'token', value: 'a.b.c' }],
    [
      { apikey: '', authorization: 'a.b.c' },
      { kind: 'token', value: 'a.b.c' },
    ],
    [
      { apikey: 'k-1', authorization: 'a.b.c' },
      { kind: 'apiKey', value: 'k-1' },
    ],
    [{}, undefined],
    [{ apikey: 'two words' }, undefined],
    [{ apikey: 'k'.repeat(5_000) }, undefined],
    [{ authorization: 'Basic YTpi' }, undefined],
    [{ authorization: 'Bearer' }, undefined],
    [{ authorization: 'a.b' }, undefined],
    [{ authorization: 'a.b.' }, undefined],
    [{ authorization: 'a.b.c.d' }, undefined],
    [{ authorization: `${'a'.repeat(8_192)}.b.c` }, undefined],
  ])('case %#', (headers, expected) => expect(credentialOf(headers)).toEqual(expected));
});
