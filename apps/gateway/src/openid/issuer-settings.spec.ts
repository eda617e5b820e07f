import { generateKeyPairSync } from 'node:crypto';
import { loadConfig } from '@trailbook/service';
import { GatewayConfig } from '../gateway.config';
import { readIssuers } from './issuer-settings';

const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const minimal = { name: 'acme', issuer: 'https://login.acme.example', tenant: 'Acme' };

describe('OPENID_ISSUERS', () => {
  it('fills in what is left open: nothing is let in by it', () => {
    expect(readIssuers([minimal])).toEqual([
      {
        ...minimal,
        title: 'acme',
        audiences: [],
        scopes: ['openid', 'email', 'profile'],
        algorithms: ['RS256', 'PS256', 'ES256', 'EdDSA'],
        clockToleranceSeconds: 30,
        linkByEmail: false,
        logOutAtIssuer: false,
        claims: { user: 'sub', email: 'email', firstName: 'given_name', lastName: 'family_name' },
        roles: [],
      },
    ]);
  });

  it.each<[string, object | string, RegExp]>([
    ['no list', minimal, /must be array/],
    ['a name that is misspelt', [{ ...minimal, audience: 'x' }], /\/0 .*: audience/],
    ['an issuer that can be listened to', [{ ...minimal, issuer: 'http://login.acme.example' }], /https/],
    ['an issuer with a query', [{ ...minimal, issuer: 'https://login.acme.example?x' }], /\/0\/issuer/],
    ['no tenant', [{ name: 'acme', issuer: minimal.issuer }], /tenant/],
    ['unsigned tokens', [{ ...minimal, algorithms: ['none'] }], /\/0\/algorithms\/0/],
    ['tokens signed with a shared secret', [{ ...minimal, algorithms: ['HS256'] }], /\/0\/algorithms\/0/],
    ['a clock that is hours off', [{ ...minimal, clockToleranceSeconds: 3_600 }], /clockToleranceSeconds/],
    ['a claim without a value', [{ ...minimal, roles: [{ claim: 'groups', role: 'Tenant Admin' }] }], /roles\/0/],
    ['two wildcards', [{ ...minimal, roles: [{ claim: 'groups', value: '*-*', role: 'x' }] }], /value/],
    [
      'two ways to show who the client is',
      [{ ...minimal, clientSecret: 's', clientPrivateKey: pem }],
      /beside clientSecret/,
    ],
    [
      'a key that is none',
      [{ ...minimal, clientPrivateKey: 'secret' }],
      /^\/0\/clientPrivateKey is no RSA, EC or Ed25519 key/,
    ],
    [
      'a way without its key',
      [{ ...minimal, clientSecret: 's', clientAuthentication: 'private_key_jwt' }],
      /needs clientPrivateKey/,
    ],
    ['a way without its secret', [{ ...minimal, clientAuthentication: 'client_secret_basic' }], /needs clientSecret/],
    [
      'linking by a claim that the issuer does not verify',
      [{ ...minimal, linkByEmail: true, claims: { email: 'upn' } }],
      /^\/0\/linkByEmail needs claims\.email to be "email"/,
    ],
    ['one name twice', [minimal, { ...minimal, issuer: 'https://b.example' }], /name twice/],
    ['one issuer twice', [minimal, { ...minimal, name: 'b' }], /issuer twice/],
  ])('refuses %s', (_what, value, problem) => {
    expect(() => readIssuers(value)).toThrow(problem);
  });

  it('that is not valid keeps the gateway from starting, and is not shown', () => {
    const load = (OPENID_ISSUERS: string) => () => loadConfig(GatewayConfig, { OPENID_ISSUERS });
    expect(load('[{')).toThrow(/OPENID_ISSUERS is not JSON/);
    const secret = [{ ...minimal, clientSecret: 'top-secret', clientSecrets: 'top-secret' }];
    expect(load(JSON.stringify(secret))).toThrow(/OPENID_ISSUERS is not valid: \/0 .*: clientSecrets/);
    expect(load(JSON.stringify(secret))).not.toThrow(/top-secret/);
  });
});
