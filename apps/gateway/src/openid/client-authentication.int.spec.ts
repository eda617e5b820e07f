import { generateKeyPairSync } from 'node:crypto';
import { OpenIdProvider, signInAt } from '@trailbook/testing';
import { answerJson, FrontDoor } from '../front-door.fixture';

jest.setTimeout(60_000);

const redirectUri = 'http://127.0.0.1/sign-in/callback';
const accounts = { olga: { email: 'olga@acme.example', email_verified: true } };
const secret = 'a secret: with "what" has to be escaped & 100 %';
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const clientPrivateKey = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const jwks = { keys: [{ ...keys.publicKey.export({ format: 'jwk' }), kid: 'k-1', use: 'sig' }] };

/** How a provider lets clients in, how its client is registered, and what the gateway has. */
const ways: [string, object, object][] = [
  ['client_secret_basic', { client_secret: secret }, { clientSecret: secret }],
  ['client_secret_post', { client_secret: secret }, { clientSecret: secret }],
  ['private_key_jwt', { jwks }, { clientPrivateKey, clientKeyId: 'k-1' }],
];

const door = new FrontDoor();
const providers = new Map<string, OpenIdProvider>();

beforeAll(async () => {
  const issuers: object[] = [];
  for (const [authentication, registered, has] of ways) {
    const client = { authentication, registered: { ...registered } };
    const provider = await OpenIdProvider.start({ accounts, redirectUris: [redirectUri], client });
    providers.set(authentication, provider);
    const name = authentication.replaceAll('_', '-');
    issuers.push({ name, issuer: provider.issuer, clientId: 'console', tenant: 'Acme', ...has });
  }
  const byBasic = providers.get('client_secret_basic')?.issuer;
  const issuer = byBasic?.replace('127.0.0.1', 'localhost');
  issuers.push({ name: 'elsewhere', issuer, clientId: 'console', tenant: 'Acme' });
  await door.start({ OPENID_ISSUERS: JSON.stringify(issuers), RATE_LIMIT_PER_SECOND: '0' });
  door.internal = (_request, response, call) => {
    door.internalCalls.push(call);
    answerJson(response, 200, { token: 's.e.s' });
  };
});
afterAll(async () => {
  await door.stop();
  await Promise.all([...providers.values()].map((provider) => provider.stop()));
});

const finish = async (issuer: string, signIn: object) => {
  const answer = await door.fetch('/v1/auth/openid', undefined, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ issuer, ...signIn }),
  });
  return { status: answer.status, body: (await answer.json()) as { message?: string } };
};

describe('a provider that lets clients in', () => {
  it.each(ways.map(([way]) => way))('by %s alone gives a session for its code', async (way) => {
    const provider = providers.get(way)!;
    const signIn = await signInAt(provider, 'olga', redirectUri);
    expect(await finish(way.replaceAll('_', '-'), signIn)).toEqual({
      status: 200,
      body: { Authorization: 's.e.s', isMfa: false },
    });
  });

  it('in a way for which the gateway has nothing is not offered', async () => {
    const other = new FrontDoor();
    const issuer = providers.get('private_key_jwt')?.issuer;
    const settings = [{ name: 'x', issuer, clientId: 'console', clientSecret: secret, tenant: 'Acme' }];
    await other.start({ OPENID_ISSUERS: JSON.stringify(settings) });
    expect(await (await other.fetch('/v1/auth/issuers')).json()).toEqual({ items: [] });
    await other.stop();
  });

  it('and calls itself by another URL than the configured one is said to, instead of not to answer', async () => {
    const signIn = await signInAt(providers.get('client_secret_basic')!, 'olga', redirectUri);
    const { status, body } = await finish('elsewhere', signIn);
    expect([status, body.message]).toEqual([
      503,
      'The OpenID Connect issuer calls itself by another URL than the one that is configured here',
    ]);
  });
});
