import type { Issuer, IssuerList } from '@trailbook/contract';
import { call } from '../api/call';

/**
 * Where to send the browser so that the user is signed out at the issuer, too (OpenID Connect RP-Initiated Logout);
 * undefined where that is not set up, or the issuer does not answer.
 */
export async function endSessionAddress(name: string): Promise<string | undefined> {
  const { items } = await call<IssuerList>('/v1/auth/issuers').catch(() => ({ items: [] as Issuer[] }));
  const issuer = items.find(({ metadata }) => metadata.name === name);
  if (issuer?.spec.endSessionEndpoint === undefined) return undefined;
  const address = new URL(issuer.spec.endSessionEndpoint);
  address.searchParams.set('client_id', issuer.spec.clientId);
  address.searchParams.set('post_logout_redirect_uri', `${window.location.origin}/sign-in`);
  return address.href;
}
