import { together, valuesOf } from './claims';

describe('the values of a claim', () => {
  it.each<[unknown, string[]]>([
    ['a', ['a']],
    [
      ['a', 7, null, 'b'],
      ['a', 'b'],
    ],
    [{ a: true, b: { org: 'x' }, c: false, d: null, e: '' }, ['a', 'b', 'e']],
    [{}, []],
    [undefined, []],
    [7, []],
  ])('of %j are %j', (groups, values) => expect(valuesOf({ groups }, 'groups')).toEqual(values));

  it('are also those of a name that is an address', () => {
    const claims = { 'urn:zitadel:iam:org:project:roles': { auditor: { '1': 'acme.example' } } };
    expect(valuesOf(claims, 'urn:zitadel:iam:org:project:roles')).toEqual(['auditor']);
  });
});

describe('an ID token and the answer of the userinfo endpoint', () => {
  it('are one, in which the token comes first', () => {
    const both = together(
      { sub: 's', email: 'a@x', name: 'T' },
      { sub: 's', email: 'a@x', email_verified: true, name: 'A', org: 'o' },
    );
    expect(both).toEqual({ sub: 's', email: 'a@x', email_verified: true, name: 'T', org: 'o' });
    expect(together({ sub: 's' }, { email: 'a@x', email_verified: true })).toMatchObject({ email_verified: true });
  });

  it('never make one’s address verified by what is said of the other’s', () => {
    expect(together({ email: 'victim@x' }, { email: 'own@x', email_verified: true })).toEqual({ email: 'victim@x' });
  });
});
