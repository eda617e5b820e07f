import fc from 'fast-check';
import { assertionOf } from './assertion';
import { readIssuers } from './issuer-settings';

const claims = { sub: 'olga', email: 'olga@acme.example', iat: 1_700_000_000.5 };
const withRule = (more: object) =>
  readIssuers([{ name: 'acme', issuer: 'https://login.acme.example', tenant: 'Acme', ...more }])[0]!;
const rolesFor = (rule: object, more: object) => assertionOf(withRule({ roles: [rule] }), { ...claims, ...more }).roles;

describe('what claims mean', () => {
  it('is a user of the tenant who may do nothing, where nothing more is said', () => {
    expect(assertionOf(withRule({}), claims)).toEqual({
      issuer: 'https://login.acme.example',
      subject: 'olga',
      issuedAt: 1_700_000_000,
      tenant: 'Acme',
      emailId: 'olga@acme.example',
      firstName: undefined,
      lastName: undefined,
      linkByEmail: false,
      roles: [],
    });
  });

  it('is read from the claims that are named, by a JSON Pointer too', () => {
    const settings = withRule({
      claims: { user: 'oid', email: '/profile/mail', firstName: 'https://x.example/first', lastName: '/a~1b/0' },
    });
    const found = assertionOf(settings, {
      ...claims,
      oid: 'o-1',
      profile: { mail: 'o@x.example' },
      'https://x.example/first': 'Ö'.repeat(200),
      'a/b': ['Last'],
    });
    expect(found).toMatchObject({
      subject: 'o-1',
      emailId: 'o@x.example',
      firstName: 'Ö'.repeat(128),
      lastName: 'Last',
    });
  });

  it.each([
    [{ role: 'Tenant Viewer' }, {}, [{ role: 'Tenant Viewer' }]],
    [{ claim: 'groups', value: 'a', role: 'R' }, { groups: ['a', 'b'] }, [{ role: 'R' }]],
    [{ claim: 'groups', value: 'a', role: 'R' }, { groups: 'a' }, [{ role: 'R' }]],
    [{ claim: 'groups', value: 'a', role: 'R' }, { groups: ['A', 'aa', 7, null] }, []],
    [{ claim: 'groups', value: 'a', role: 'R' }, {}, []],
    [{ claim: '/realm_access/roles', value: 'a', role: 'R' }, { realm_access: { roles: ['a'] } }, [{ role: 'R' }]],
    [{ claim: 'groups', value: 'a', role: 'R' }, { groups: { a: {}, b: {} } }, [{ role: 'R' }]],
    [{ claim: 'groups', value: 'a', role: 'R' }, { groups: { a: false, b: true } }, []],
    [{ claim: 'constructor', value: 'a', role: 'R' }, {}, []],
    [
      { claim: 'groups', value: 'p-*-dev', role: 'Project Editor', project: '*' },
      { groups: ['p-pay-dev', 'p-shop-dev', 'p--dev', 'p-pay-ops'] },
      [
        { role: 'Project Editor', project: 'pay' },
        { role: 'Project Editor', project: 'shop' },
      ],
    ],
    [
      { claim: 'groups', value: '*', role: 'R', project: 'x-*' },
      { groups: ['$&', '*'] },
      [
        { role: 'R', project: 'x-$&' },
        { role: 'R', project: 'x-*' },
      ],
    ],
  ])('role %#', (rule, more, expected) => expect(rolesFor(rule, more)).toEqual(expected));

  it.each<[string, object, object]>([
    ['no address', {}, { email: undefined }],
    ['an address that is not verified', {}, { email_verified: false }],
    ['an address that is not verified, in text', {}, { email_verified: 'false' }],
    ['an address of which is said neither', {}, { email_verified: null }],
    ['an empty subject', {}, { sub: '' }],
    ['a tenant claim that is missing', { tenant: { claim: 'org' } }, {}],
    ['two tenants', { tenant: { claim: 'org' } }, { org: ['a', 'b'] }],
    ['a tenant that is not listed', { tenant: { claim: 'org', values: { a: 'A' } } }, { org: 'b' }],
    ['a tenant that every object has', { tenant: { claim: 'org', values: { a: 'A' } } }, { org: 'toString' }],
  ])('is nothing with %s', (_what, settings, more) => {
    expect(() => assertionOf(withRule(settings), { ...claims, ...more })).toThrow();
  });

  it('links users by address only where the issuer is trusted to and has verified it', () => {
    const links = (linkByEmail: boolean, verified?: boolean | string) =>
      assertionOf(withRule({ linkByEmail }), { ...claims, email_verified: verified }).linkByEmail;
    expect([links(true, true), links(true, 'true'), links(true), links(false, true)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('never gives a role by a value that is not the rule’s, whatever the claims', () => {
    fc.assert(
      fc.property(fc.anything(), fc.string({ minLength: 1 }), (groups, value) => {
        fc.pre(!value.includes('*'));
        const given = rolesFor({ claim: 'groups', value, role: 'R' }, { groups });
        const isObject = typeof groups === 'object' && groups !== null && !Array.isArray(groups);
        const named = isObject ? Object.entries(groups).filter(([, had]) => had !== false && had !== null) : [];
        const held = isObject ? named.map(([name]) => name) : Array.isArray(groups) ? groups : [groups];
        expect(given.length > 0).toBe(held.includes(value));
      }),
    );
  });
});
