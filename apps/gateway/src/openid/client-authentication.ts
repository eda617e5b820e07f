import { importPKCS8 } from 'jose';
import * as openid from 'openid-client';
import type { ClientAuthentication, IssuerSettings } from './issuer-settings';
import { keyAlgorithms } from './client-key';

/** How the gateway shows an issuer that it is its client; `problem` says why it cannot. */
export interface Client {
  authenticate: openid.ClientAuth;
  problem?: string;
}

/** In the order of preference. What an issuer that says nothing takes is the first of RFC 8414, 2. */
const bySecret: readonly ClientAuthentication[] = ['client_secret_post', 'client_secret_basic'];
const byDefault: readonly string[] = ['client_secret_basic'];

/** Chooses the way that is set, else one that both sides have (OpenID Connect Discovery, 3). */
export async function clientOf(settings: IssuerSettings, metadata: openid.ServerMetadata): Promise<Client> {
  const { clientSecret, clientPrivateKey, clientAuthentication } = settings;
  if (clientSecret === undefined && clientPrivateKey === undefined) return { authenticate: openid.None() };
  const supported = metadata.token_endpoint_auth_methods_supported ?? byDefault;
  const ours = clientPrivateKey === undefined ? bySecret : (['private_key_jwt'] as const);
  const method = clientAuthentication ?? ours.find((one) => supported.includes(one));
  if (method === undefined) {
    const what = clientPrivateKey === undefined ? 'a client secret' : 'a private key';
    return {
      authenticate: openid.None(),
      problem: `the issuer lets clients in by ${supported.join(', ') || 'nothing'}, and OPENID_ISSUERS has ${what}`,
    };
  }
  return { authenticate: await authentication(method, settings, metadata) };
}

async function authentication(
  method: ClientAuthentication,
  { clientSecret = '', clientPrivateKey = '', clientKeyId }: IssuerSettings,
  metadata: openid.ServerMetadata,
): Promise<openid.ClientAuth> {
  if (method === 'client_secret_basic') return openid.ClientSecretBasic(clientSecret);
  if (method === 'client_secret_post') return openid.ClientSecretPost(clientSecret);
  const able = keyAlgorithms(clientPrivateKey);
  const wanted = metadata.token_endpoint_auth_signing_alg_values_supported;
  const algorithm = able.find((one) => wanted === undefined || wanted.includes(one)) ?? able[0] ?? '';
  const key = await importPKCS8(clientPrivateKey, algorithm);
  return openid.PrivateKeyJwt(clientKeyId === undefined ? key : { key, kid: clientKeyId });
}
