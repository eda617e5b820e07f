import type { Issuer, IssuerSignIn } from '@trailbook/contract';

/** What a sign-in that is under way at an issuer needs when it comes back; kept in this tab alone, and used once. */
export const begunKey = 'trailbook.sign-in';
const callbackPath = '/sign-in/callback';

export type Begun = Pick<IssuerSignIn, 'issuer' | 'state' | 'nonce' | 'codeVerifier'> & { from?: string };

/** Sends the browser to an issuer: authorization code flow with PKCE. */
export async function beginSignIn({ metadata, spec }: Issuer, from?: string): Promise<void> {
  const begun: Begun = { issuer: metadata.name, state: random(), nonce: random(), codeVerifier: random(), from };
  const challenge = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(begun.codeVerifier));
  const address = new URL(spec.authorizationEndpoint);
  const asked = {
    client_id: spec.clientId,
    response_type: 'code',
    scope: spec.scopes.join(' '),
    redirect_uri: window.location.origin + callbackPath,
    state: begun.state,
    nonce: begun.nonce,
    code_challenge: base64url(new Uint8Array(challenge)),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
  sessionStorage.setItem(begunKey, JSON.stringify(begun));
  window.location.assign(address);
}

function random(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}
