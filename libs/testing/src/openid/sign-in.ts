import { createHash, randomBytes } from 'node:crypto';
import { consoleClient, type OpenIdProvider } from './open-id-provider';

/** A sign-in as a browser makes it: what the page kept to itself, and where the provider sent it. */
export interface FinishedSignIn {
  callbackUrl: string;
  state: string;
  nonce: string;
  codeVerifier: string;
}

const random = () => randomBytes(32).toString('base64url');

/**
 * Signs an account in at a provider, by the authorization code flow with PKCE.
 * @param resource the API that an access token is wanted for
 */
export async function signInAt(
  { issuer }: OpenIdProvider,
  account: string,
  redirectUri: string,
  resource?: string,
): Promise<FinishedSignIn> {
  const [state, nonce, codeVerifier] = [random(), random(), random()];
  const query = new URLSearchParams({
    client_id: consoleClient,
    response_type: 'code',
    scope: `openid email profile${resource ? ' read' : ''}`,
    redirect_uri: redirectUri,
    state,
    nonce,
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    code_challenge_method: 'S256',
    login_hint: account,
    ...(resource && { resource }),
  });
  const callbackUrl = await followed(`${issuer}/auth?${query.toString()}`, redirectUri);
  return { callbackUrl, state, nonce, codeVerifier };
}

/** An access token for an API, as a client of the provider gets it. */
export async function accessToken(
  provider: OpenIdProvider,
  account: string,
  redirectUri: string,
  resource: string,
): Promise<string> {
  const { callbackUrl, codeVerifier } = await signInAt(provider, account, redirectUri, resource);
  const answer = await fetch(`${provider.issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: consoleClient,
      code: new URL(callbackUrl).searchParams.get('code') ?? '',
      redirect_uri: redirectUri,
      code_verifier: codeVerifier,
      resource,
    }),
  });
  const body = (await answer.json()) as { access_token?: string };
  if (body.access_token === undefined) throw new Error(`the provider gave no token: ${JSON.stringify(body)}`);
  return body.access_token;
}

/** Follows redirects, with cookies, until they lead to the client. */
async function followed(first: string, redirectUri: string): Promise<string> {
  const cookies = new Map<string, string>();
  for (let url = first, hops = 0; hops < 10; hops += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const set of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';', 1)[0] ?? '').split('=');
      cookies.set(name, value);
    }
    const next = answer.headers.get('location');
    if (next === null) throw new Error(`the provider answered ${answer.status}: ${await answer.text()}`);
    url = new URL(next, url).href;
    if (url.startsWith(redirectUri)) return url;
  }
  throw new Error('the provider leads in circles');
}
