import type { AuthenticateResponse, IssuerSignIn } from '@trailbook/contract';
import { call } from '../api/call';
import { begunKey, type Begun } from './issuer-sign-in';

/**
 * Ends a sign-in with what the issuer has put into this page's address.
 * @returns the issuer's name, and where the user wanted to go
 * @throws ApiFailure when it is refused
 */
export async function endSignIn(callbackUrl: string): Promise<{ issuer: string; from?: string }> {
  const kept = sessionStorage.getItem(begunKey);
  sessionStorage.removeItem(begunKey);
  if (kept === null) throw new NotBegunHere();
  const { from, ...begun } = JSON.parse(kept) as Begun;
  const body: IssuerSignIn = { ...begun, callbackUrl };
  await call<AuthenticateResponse>('/v1/auth/openid', { method: 'POST', query: { setCookie: 'only' }, body });
  return { issuer: begun.issuer, from };
}

/** Somebody was sent here who did not begin to sign in in this tab: a stale address, or another site's doing. */
export class NotBegunHere extends Error {}
