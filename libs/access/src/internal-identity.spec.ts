import { generateKeyPairSync } from 'node:crypto';
import { createSigner } from 'fast-jwt';
import type { Caller } from './caller';
import { createIdentitySigner, createIdentityVerifier, gatewayItself, IdentityError } from './internal-identity';

const keyPair = () =>
  generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
const current = keyPair();
const older = keyPair();
const stranger = keyPair();
const binding = { audience: 'query', method: 'GET', path: '/v1/audits' };
const caller: Caller = {
  tenantUid: 't1',
  scope: 'project',
  projectUid: 'p1',
  userUid: 'u1',
  emailId: 'ä@example.org',
  permissions: ['audit.list'],
  actorType: 'user',
  requestId: 'r1',
};

describe('the internal identity', () => {
  const sign = createIdentitySigner(current.privateKey, 'k2');
  const verify = createIdentityVerifier({ k1: older.publicKey, k2: current.publicKey });

  it('carries a caller whole, and the gateway itself', () => {
    expect(verify(sign(caller, binding), binding)).toEqual(caller);
    expect(verify(sign(gatewayItself, binding), binding)).toBe(gatewayItself);
  });

  it('is accepted with the key before the current one, while both are known', () => {
    expect(verify(createIdentitySigner(older.privateKey, 'k1')(caller, binding), binding)).toEqual(caller);
  });

  it.each([
    ['another service', { ...binding, audience: 'identity' }],
    ['another method', { ...binding, method: 'POST' }],
    ['another path', { ...binding, path: '/v1/audits/1' }],
  ])('is refused by %s', (_name, other) => {
    expect(() => verify(sign(caller, binding), other)).toThrow(IdentityError);
  });

  it('is refused when its minute is over, however often it was accepted before', () => {
    const token = sign(caller, binding);
    expect([verify(token, binding), verify(token, binding)]).toEqual([caller, caller]);
    jest.useFakeTimers({ now: Date.now() + 70_000 });
    expect(() => verify(token, binding)).toThrow(IdentityError);
    jest.useRealTimers();
  });

  const claims = { aud: 'query', iss: 'trailbook-gateway', method: 'GET', path: '/v1/audits', caller };
  const altered = (change: (parts: string[]) => string[]) => change(sign(caller, binding).split('.')).join('.');
  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  /** 64 bytes leave four bits of the last character unused. */
  const sameBytes = (text: string) => text.slice(0, -1) + String.fromCharCode(text.charCodeAt(text.length - 1) + 1);
  const now = () => Math.floor(Date.now() / 1_000);
  const signed = (more: object, options: object = {}) =>
    createSigner({ algorithm: 'EdDSA', key: current.privateKey, kid: 'k2', ...options })({ ...claims, ...more });

  it.each([
    ['nothing', () => ''],
    ['no token at all', () => 'forged'],
    ['a payload that was altered', () => altered(([h, , s]) => [h!, encoded({ ...claims, exp: now() + 60 }), s!])],
    ['no signature', () => altered(([h, p]) => [h!, p!, ''])],
    ['another last character of the same bytes', () => altered(([h, p, s]) => [h!, p!, sameBytes(s!)])],
    ['alg none', () => altered(([, p]) => [encoded({ alg: 'none', typ: 'JWT', kid: 'k2' }), p!, ''])],
    ['the public key used as an HMAC secret', () => createSigner({ key: 'x', algorithm: 'HS256', kid: 'k2' })(claims)],
    ['an unknown key', () => createIdentitySigner(stranger.privateKey, 'k9')(caller, binding)],
    ['a stranger’s key under a known name', () => createIdentitySigner(stranger.privateKey, 'k2')(caller, binding)],
    ['no key named', () => signed({}, { kid: undefined, expiresIn: 60_000 })],
    ['an end in the past', () => signed({ iat: now() - 120, exp: now() - 60 })],
    ['no end', () => signed({})],
    ['an end far away, long after it was made', () => signed({ iat: now() - 120, exp: now() + 3_600 })],
    ['another issuer', () => signed({ iss: 'somebody' }, { expiresIn: 60_000 })],
    ['no path', () => signed({ path: undefined }, { expiresIn: 60_000 })],
  ])('is refused with %s', (_name, token) => {
    expect(() => verify(token(), binding)).toThrow(IdentityError);
  });
});
