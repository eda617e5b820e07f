import { generateKeyPairSync } from 'node:crypto';
import type { ServerMetadata } from 'openid-client';
import { clientOf } from './client-authentication';
import { readIssuers } from './issuer-settings';

const pemOf = (key: ReturnType<typeof generateKeyPairSync>['privateKey']) =>
  key.export({ type: 'pkcs8', format: 'pem' }).toString();
const rsa = pemOf(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
const p256 = pemOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
const ed25519 = pemOf(generateKeyPairSync('ed25519').privateKey);

const settingsWith = (more: object) =>
  readIssuers([{ name: 'acme', issuer: 'https://login.acme.example', tenant: 'Acme', clientId: 'c', ...more }])[0]!;

interface Shown {
  problem?: string;
  basic?: boolean;
  secret?: string | null;
  header?: object;
}

/** What a client shows at the token endpoint. */
async function shown(more: object, methods?: string[], algorithms?: string[]): Promise<Shown> {
  const metadata: ServerMetadata = {
    issuer: 'https://login.acme.example',
    token_endpoint_auth_methods_supported: methods,
    token_endpoint_auth_signing_alg_values_supported: algorithms,
  };
  const { authenticate, problem } = await clientOf(settingsWith(more), metadata);
  if (problem !== undefined) return { problem };
  const [body, headers] = [new URLSearchParams(), new Headers()];
  // Of the library's type it gives nothing, and yet the one that signs has to be waited for.
  await Promise.resolve(authenticate(metadata, { client_id: 'c' }, body, headers) as unknown);
  const [header] = (body.get('client_assertion') ?? '').split('.');
  return {
    basic: headers.get('authorization')?.startsWith('Basic ') ?? false,
    secret: body.get('client_secret'),
    ...(header && { header: JSON.parse(Buffer.from(header, 'base64url').toString()) as object }),
  };
}

describe('a client shows who it is', () => {
  const clientSecret = 's';
  it.each<[string, object, string[] | undefined, object]>([
    ['not at all where it has nothing', {}, ['none'], { basic: false, secret: null }],
    ['by Basic where the issuer says nothing', { clientSecret }, undefined, { basic: true, secret: null }],
    ['by Basic where that is all', { clientSecret }, ['client_secret_basic'], { basic: true, secret: null }],
    ['in the body where that is all', { clientSecret }, ['client_secret_post'], { basic: false, secret: 's' }],
    [
      'as it was registered where the issuer takes several',
      { clientSecret, clientAuthentication: 'client_secret_basic' },
      ['client_secret_post', 'client_secret_basic'],
      { basic: true, secret: null },
    ],
    [
      'by a signature',
      { clientPrivateKey: p256, clientKeyId: 'k' },
      ['private_key_jwt'],
      { header: { alg: 'ES256', kid: 'k' } },
    ],
    ['by one of Ed25519', { clientPrivateKey: ed25519 }, ['private_key_jwt'], { header: { alg: 'Ed25519' } }],
  ])('%s', async (_what, more, methods, expected) => expect(await shown(more, methods)).toMatchObject(expected));

  it('with the algorithm that the issuer takes', async () => {
    const header = async (algorithms?: string[]) =>
      (await shown({ clientPrivateKey: rsa }, ['private_key_jwt'], algorithms)).header;
    expect([await header(), await header(['PS256'])]).toEqual([{ alg: 'RS256' }, { alg: 'PS256' }]);
  });

  it.each([
    [{ clientSecret }, 'the issuer lets clients in by private_key_jwt, and OPENID_ISSUERS has a client secret'],
    [
      { clientPrivateKey: p256 },
      'the issuer lets clients in by client_secret_post, and OPENID_ISSUERS has a private key',
    ],
  ])('or it is said why it cannot', async (more, problem) => {
    const methods = 'clientSecret' in more ? ['private_key_jwt'] : ['client_secret_post'];
    expect(await shown(more, methods)).toEqual({ problem });
  });
});
