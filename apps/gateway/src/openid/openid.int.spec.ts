import { generateKeyPairSync, createPublicKey, type KeyObject } from 'node:crypto';
import { accessToken, OpenIdProvider, signInAt, waitFor, type FinishedSignIn } from '@trailbook/testing';
import { SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { admin, answerJson, FrontDoor } from '../front-door.fixture';
import type { Assertion } from './assertion';

jest.setTimeout(60_000);

const api = 'https://trailbook.example';
const shortLived = 'https://short.example';
const redirectUri = 'http://127.0.0.1/sign-in/callback';
const accounts = {
  olga: {
    email: 'olga@acme.example',
    email_verified: true,
    given_name: 'Olga',
    family_name: 'Petrov',
    org: 'acme-gmbh',
    groups: ['auditors', 'trailbook-payments'],
  },
  stranger: { email: 'who@else.example', email_verified: true, org: 'else' },
  unverified: { email: 'ada@acme.example', email_verified: false, org: 'acme-gmbh' },
};
const roles = [
  { claim: 'groups', value: 'auditors', role: 'Tenant Viewer' },
  { claim: 'groups', value: 'trailbook-*', role: 'Project Editor', project: '*' },
  { claim: 'groups', value: 'admins', role: 'Tenant Admin' },
];

const door = new FrontDoor();
let provider: OpenIdProvider;
let other: OpenIdProvider;
let foreign: OpenIdProvider;
let expiring: string;

beforeAll(async () => {
  const wishes = { accounts, redirectUris: [redirectUri] };
  [provider, other, foreign] = await Promise.all([
    OpenIdProvider.start({ ...wishes, accessTokenSeconds: { [shortLived]: 1 } }),
    OpenIdProvider.start(wishes),
    OpenIdProvider.start(wishes),
  ]);
  const tenant = { claim: 'org', values: { 'acme-gmbh': 't1' } };
  const issuers = [
    {
      name: 'acme',
      title: 'Acme',
      issuer: provider.issuer,
      audiences: [api, shortLived],
      clientId: 'console',
      tenant,
      roles,
      clockToleranceSeconds: 0,
    },
    { name: 'globex', issuer: other.issuer, audiences: [api], tenant: 'Globex' },
  ];
  await door.start({ OPENID_ISSUERS: JSON.stringify(issuers), RATE_LIMIT_PER_SECOND: '0' });
  door.internal = (_request, response, call) => {
    door.internalCalls.push(call);
    if (call.url === '/internal/external-principal') answerJson(response, 200, { ...admin, userUid: 'u-olga' });
    else if (call.url === '/internal/external-session') answerJson(response, 200, { token: 's.e.s' });
    else if (call.url === '/internal/external-session/refused') response.writeHead(204).end();
    else answerJson(response, 401, {});
  };
  expiring = await bearer('olga', shortLived);
});

afterAll(async () => {
  await door.stop();
  await Promise.all([provider, other, foreign].map((one) => one.stop()));
});

beforeEach(() => {
  door.calls.length = 0;
  door.internalCalls.length = 0;
});

const bearer = (account: string, resource = api, from = provider) => accessToken(from, account, redirectUri, resource);
const me = async (token: string) =>
  (await door.fetch('/v1/me', undefined, { headers: { authorization: token } })).status;

/** A token with the provider's own key, of a kind that it never makes. */
async function forged(claims: JWTPayload, key: KeyObject = provider.key.privateKey, alg = 'RS256'): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  const usual = { iss: provider.issuer, aud: api, sub: 'olga', iat: now, exp: now + 60, ...accounts.olga };
  return new SignJWT({ ...usual, ...claims }).setProtectedHeader({ alg, kid: provider.key.kid }).sign(key);
}

describe('a token of an issuer', () => {
  it('lets its user in, as its claims say who he is and what he may do', async () => {
    const token = await bearer('olga');
    expect(await me(token)).toBe(200);
    expect(await me(`Bearer ${token}`)).toBe(200);
    expect(door.calls[0]?.caller).toMatchObject({ userUid: 'u-olga', tenantUid: 't1' });
    const [asked, ...more] = door.internalCalls;
    expect(more).toEqual([]);
    expect(JSON.parse(asked?.body ?? '')).toEqual({
      issuer: provider.issuer,
      subject: 'olga',
      issuedAt: expect.any(Number),
      tenant: 't1',
      emailId: 'olga@acme.example',
      firstName: 'Olga',
      lastName: 'Petrov',
      linkByEmail: false,
      roles: [{ role: 'Tenant Viewer' }, { role: 'Project Editor', project: 'payments' }],
    });
  });

  it('may be of any issuer that is configured, with what is configured for that one', async () => {
    expect(await me(await bearer('stranger', api, other))).toBe(200);
    const { issuer, tenant, roles: given } = JSON.parse(door.internalCalls[0]?.body ?? '') as Assertion;
    expect({ issuer, tenant, given }).toEqual({ issuer: other.issuer, tenant: 'Globex', given: [] });
  });

  it.each<[string, () => Promise<string>]>([
    ['for another audience', () => bearer('olga', 'https://another-api.example')],
    ['of an issuer that nobody has configured', () => bearer('olga', api, foreign)],
    ['of a tenant that is not let in', () => bearer('stranger')],
    ['with an address that is not verified', () => bearer('unverified')],
    [
      'that is unsigned',
      () =>
        Promise.resolve(
          new UnsecuredJWT({ iss: provider.issuer, aud: api, ...accounts.olga, sub: 'olga' })
            .setIssuedAt()
            .setExpirationTime('1h')
            .encode(),
        ),
    ],
    ['of another issuer’s key', () => forged({}, foreign.key.privateKey)],
    [
      'signed with the public key as if it were a secret',
      () => {
        const pem = createPublicKey(provider.key.privateKey).export({ type: 'spki', format: 'pem' });
        return new SignJWT({ iss: provider.issuer, aud: api, sub: 'olga', ...accounts.olga })
          .setProtectedHeader({ alg: 'HS256', kid: provider.key.kid })
          .setIssuedAt()
          .setExpirationTime('1h')
          .sign(Buffer.from(pem));
      },
    ],
    ['of an algorithm that is not allowed', () => forged({}, provider.key.privateKey, 'RS512')],
    [
      'with a key of its own in the header',
      async () => {
        const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
        const jwk = publicKey.export({ format: 'jwk' });
        return new SignJWT({ iss: provider.issuer, aud: api, sub: 'olga', ...accounts.olga })
          .setProtectedHeader({ alg: 'ES256', jwk: jwk })
          .setIssuedAt()
          .setExpirationTime('1h')
          .sign(privateKey);
      },
    ],
    ['that says another issuer than its key', () => forged({ iss: other.issuer })],
    ['that has ended', () => forged({ exp: Math.floor(Date.now() / 1_000) - 1 })],
    ['that does not end', () => forged({ exp: undefined })],
    ['that is not valid yet', () => forged({ nbf: Math.floor(Date.now() / 1_000) + 60 })],
    ['of the future', () => forged({ iat: Math.floor(Date.now() / 1_000) + 60 })],
    ['without an address', () => forged({ email: undefined })],
    ['with a subject that is no text', () => forged({ sub: 7 as never })],
    [
      'that was altered',
      async () => {
        const [header, payload = '', signature] = (await bearer('olga')).split('.');
        const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
        const altered = Buffer.from(JSON.stringify({ ...claims, groups: ['admins'] })).toString('base64url');
        return [header, altered, signature].join('.');
      },
    ],
  ])('%s is refused, and identity is not told of its claims', async (_what, make) => {
    expect(await me(await make())).toBe(401);
    expect(door.internalCalls.filter(({ url }) => url === '/internal/external-principal')).toEqual([]);
  });

  it('ends', async () => {
    const { exp } = JSON.parse(Buffer.from(expiring.split('.')[1] ?? '', 'base64url').toString()) as { exp: number };
    await waitFor('its end', () => Date.now() / 1_000 > exp);
    expect(await me(expiring)).toBe(401);
  });

  it('is let in also after the issuer has taken new keys; one of an old key is not', async () => {
    const ofOldKey = await bearer('olga');
    const { port } = provider;
    await provider.stop();
    provider = await OpenIdProvider.start({ accounts, redirectUris: [redirectUri], port });
    const ofNewKey = await bearer('olga');
    await waitFor('the new keys', async () => (await me(ofNewKey)) === 200);
    expect(await me(ofOldKey)).toBe(401);
  });
});

describe('a sign-in by an issuer', () => {
  const post = async (body: object) => {
    const answer = await door.fetch('/v1/auth/openid', undefined, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'a browser' },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const finish = (signIn: Partial<FinishedSignIn>) => post({ issuer: 'acme', ...signIn });
  const refusals = () => door.internalCalls.filter(({ url }) => url === '/internal/external-session/refused');

  it('is offered, with what a browser needs to begin it', async () => {
    const answer = await door.fetch('/v1/auth/issuers');
    expect(await answer.json()).toEqual({
      items: [
        {
          metadata: { name: 'acme' },
          spec: {
            title: 'Acme',
            clientId: 'console',
            authorizationEndpoint: `${provider.issuer}/auth`,
            scopes: ['openid', 'email', 'profile'],
          },
        },
      ],
    });
  });

  it('gives a session for the code, with the claims that the issuer gives when asked', async () => {
    const { status, body } = await finish(await signInAt(provider, 'olga', redirectUri));
    expect([status, body]).toEqual([200, { Authorization: 's.e.s', isMfa: false }]);
    expect(JSON.parse(door.internalCalls[0]?.body ?? '')).toMatchObject({
      assertion: {
        subject: 'olga',
        tenant: 't1',
        emailId: 'olga@acme.example',
        roles: [{ role: 'Tenant Viewer' }, {}],
      },
      ip: '127.0.0.1',
      userAgent: 'a browser',
    });
  });

  const refusedByIssuer = (error: string, { state }: FinishedSignIn) => ({
    callbackUrl: `${redirectUri}?error=${error}&state=${state}&iss=${encodeURIComponent(provider.issuer)}`,
  });

  it('that is cancelled says so, and is not taken for an attack', async () => {
    const signIn = await signInAt(provider, 'olga', redirectUri);
    expect(await finish({ ...signIn, ...refusedByIssuer('access_denied', signIn) })).toEqual({
      status: 401,
      body: { code: 'Unauthorized', message: 'The sign-in by Acme was cancelled' },
    });
    const told = JSON.parse(refusals()[0]?.body ?? '') as object;
    expect(told).toMatchObject({ isForged: false, reason: 'it was cancelled at the issuer' });
  });

  it('that the issuer does not take on is nobody’s attack either', async () => {
    const signIn = await signInAt(provider, 'olga', redirectUri);
    expect(await finish({ ...signIn, ...refusedByIssuer('invalid_scope', signIn) })).toMatchObject({ status: 401 });
    expect(JSON.parse(refusals()[0]?.body ?? '')).toMatchObject({ isForged: false });
  });

  it.each<[string, (signIn: FinishedSignIn) => Partial<FinishedSignIn>]>([
    ['another verifier', () => ({ codeVerifier: 'x'.repeat(43) })],
    ['another nonce', () => ({ nonce: 'replayed' })],
    ['another state', () => ({ state: 'of another site' })],
    ['a code that is none', ({ callbackUrl }) => ({ callbackUrl: callbackUrl.replace(/code=[^&]+/, 'code=stolen') })],
    [
      'an answer of another issuer',
      ({ callbackUrl }) => ({ callbackUrl: callbackUrl.replace(/iss=[^&]+/, 'iss=https%3A%2F%2Felse.example') }),
    ],
    ['another place', ({ callbackUrl }) => ({ callbackUrl: callbackUrl.replace('/sign-in/', '/other/') })],
  ])('with %s is refused, and recorded without the code', async (_what, change) => {
    const signIn = await signInAt(provider, 'olga', redirectUri);
    expect(await finish({ ...signIn, ...change(signIn) })).toMatchObject({
      status: 401,
      body: { code: 'Unauthorized' },
    });
    expect(refusals()).toHaveLength(1);
    const told = JSON.parse(refusals()[0]?.body ?? '') as Record<string, unknown>;
    expect(told).toMatchObject({
      issuer: provider.issuer,
      reason: expect.any(String),
      isForged: true,
      ip: '127.0.0.1',
    });
    expect(String(told.reason)).not.toContain(new URL(signIn.callbackUrl).searchParams.get('code'));
  });

  it('counts once: a code that is used again is refused', async () => {
    const signIn = await signInAt(provider, 'olga', redirectUri);
    expect((await finish(signIn)).status).toBe(200);
    expect((await finish(signIn)).status).toBe(401);
  });

  it('of somebody of no tenant is refused', async () => {
    expect((await finish(await signInAt(provider, 'stranger', redirectUri))).status).toBe(401);
    expect(JSON.parse(refusals()[0]?.body ?? '')).toMatchObject({
      reason: expect.stringContaining('org'),
      isForged: false,
    });
  });

  const complete = { issuer: 'acme', callbackUrl: redirectUri, state: 's', nonce: 'n', codeVerifier: 'v' };
  it.each<[string, object]>([
    ['nothing', {}],
    ['an issuer alone', { issuer: 'acme' }],
    ['an issuer that is not configured', { ...complete, issuer: 'nobody' }],
    ['an address that is none', { ...complete, callbackUrl: 'javascript:1' }],
    ['a state that is no text', { ...complete, state: 7 }],
    ['an endless nonce', { ...complete, nonce: 'n'.repeat(2_000) }],
  ])('is 400 for %s', async (_what, body) => {
    expect(await post(body)).toMatchObject({ status: 400, body: { code: 'InvalidRequest' } });
  });
});

describe('an issuer that does not answer', () => {
  it('is 503 for its tokens alone, and no button; both come back with it', async () => {
    const quiet = new FrontDoor();
    const issuers = [{ name: 'x', issuer: other.issuer, audiences: [api], clientId: 'console', tenant: 'Globex' }];
    await quiet.start({ OPENID_ISSUERS: JSON.stringify(issuers) });
    quiet.internal = (_request, response) => answerJson(response, 200, admin);
    const token = await bearer('olga', api, other);
    const status = async () => (await quiet.fetch('/v1/me', undefined, { headers: { authorization: token } })).status;
    const buttons = async () =>
      ((await (await quiet.fetch('/v1/auth/issuers')).json()) as { items: unknown[] }).items.length;
    other.signal('SIGSTOP');
    expect(await status()).toBe(503);
    expect(await buttons()).toBe(0);
    expect((await quiet.fetch('/v1/me', 'a-key')).status).toBe(200);
    other.signal('SIGCONT');
    await waitFor('the issuer', async () => (await status()) === 200, { timeoutMs: 20_000 });
    expect(await buttons()).toBe(1);
    await quiet.stop();
  });
});
