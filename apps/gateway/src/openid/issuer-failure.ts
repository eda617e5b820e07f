import { ApiError } from '@trailbook/service';
import { errors } from 'jose';
import * as openid from 'openid-client';
import { TokenRefused, type RefusalKind } from './assertion';

/** Of the libraries, codes that mean that the issuer, and not its token, was wrong or away. */
const issuerAtFault = new Set([
  'ERR_JWKS_TIMEOUT',
  'ERR_JWKS_INVALID',
  'ERR_JOSE_GENERIC',
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_PARSE_ERROR',
]);

/** What issuers answer when a user went back instead of signing in (OpenID Connect Core, 3.1.2.6). */
const goneBack = new Set(['access_denied', 'login_required', 'interaction_required', 'consent_required']);

/** What the libraries say of a token, a code or an answer that is not to be trusted; undefined for any other failure. */
export function refusal(error: unknown): TokenRefused | undefined {
  if (error instanceof TokenRefused) return error;
  const judged =
    error instanceof errors.JOSEError ||
    error instanceof openid.ClientError ||
    error instanceof openid.AuthorizationResponseError ||
    error instanceof openid.WWWAuthenticateChallengeError ||
    (error instanceof openid.ResponseBodyError && error.status < 500);
  if (!judged || issuerAtFault.has(codeOf(error)) || isLost(error)) return undefined;
  return new TokenRefused(reasonOf(error), kindOf(error), { cause: error });
}

/** What others can send without the issuer's doing is told from what goes wrong for its users. */
function kindOf(error: unknown): RefusalKind {
  if (error instanceof openid.AuthorizationResponseError) {
    return goneBack.has(error.error) || /cancel/i.test(error.error) ? 'cancelled' : 'refused';
  }
  const isOfCode = error instanceof openid.ResponseBodyError && error.error === 'invalid_grant';
  // Another state or issuer in the address, another nonce in the token.
  const isOfAnswer =
    codeOf(error) === 'OAUTH_INVALID_RESPONSE' ||
    (codeOf(error) === 'OAUTH_JWT_CLAIM_COMPARISON_FAILED' && claimOf(error) === 'nonce');
  return isOfCode || isOfAnswer ? 'forged' : 'refused';
}

/** An issuer's metadata is of another issuer: the settings have its URL in another spelling, or a wrong one. */
export class IssuerMismatch extends Error {
  constructor(configured: string, itself: unknown) {
    super(`the issuer calls itself ${String(itself)}, and OPENID_ISSUERS calls it ${configured}`);
    this.name = 'IssuerMismatch';
  }
}

/** What the library says of metadata that names another issuer; undefined for any other failure. */
export function mismatchOf(error: unknown, configured: string): IssuerMismatch | undefined {
  if (codeOf(error) !== 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED') return undefined;
  const cause = (error as Error).cause as { attribute?: unknown; body?: { issuer?: unknown } } | undefined;
  return cause?.attribute === 'issuer' ? new IssuerMismatch(configured, cause.body?.issuer) : undefined;
}

/** The issuer was away, is not the one that is configured, or did not keep to its protocol. */
export function unavailable(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof IssuerMismatch) {
    const message = 'The OpenID Connect issuer calls itself by another URL than the one that is configured here';
    return ApiError.unavailable(message, error);
  }
  return ApiError.unavailable('The OpenID Connect issuer does not answer', error);
}

/** For the log: which check failed. What an issuer itself says may be about its users, and is not taken over. */
export function reasonOf(error: unknown): string {
  if (error instanceof openid.ResponseBodyError || error instanceof openid.AuthorizationResponseError) {
    return `the issuer said ${error.error}`.slice(0, 256);
  }
  if (error instanceof openid.WWWAuthenticateChallengeError) return 'the issuer does not accept Trailbook’s client';
  const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return `${error instanceof Error ? error.message : 'unknown reason'}${cause}`.slice(0, 256);
}

/** A request that came to no answer: `fetch` throws a TypeError, which a library may have wrapped. */
function isLost(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof TypeError && codeOf(error) === '';
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}

/** The claim that was not as expected. */
function claimOf(error: unknown): unknown {
  for (let one: unknown = error; one instanceof Error; one = one.cause) {
    const details: unknown = one.cause;
    if (typeof details === 'object' && details !== null && 'claim' in details) return details.claim;
  }
  return undefined;
}
