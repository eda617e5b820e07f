import { ApiError } from '@trailbook/service';
import { errors } from 'jose';
import * as openid from 'openid-client';
import { TokenRefused } from './assertion';

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

/** What the libraries say of a token, a code or an answer that is not to be trusted; undefined for any other failure. */
export function refusal(error: unknown): TokenRefused | undefined {
  if (error instanceof TokenRefused) return error;
  const judged =
    error instanceof errors.JOSEError ||
    error instanceof openid.ClientError ||
    error instanceof openid.AuthorizationResponseError ||
    (error instanceof openid.ResponseBodyError && error.status < 500);
  if (!judged || issuerAtFault.has(codeOf(error)) || isLost(error)) return undefined;
  return new TokenRefused(reasonOf(error), { cause: error });
}

/** The issuer was away or did not keep to its protocol. */
export function unavailable(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return ApiError.unavailable('The OpenID Connect issuer does not answer', error);
}

/** For the log: which check failed. What an issuer itself says may be about its users, and is not taken over. */
export function reasonOf(error: unknown): string {
  if (error instanceof openid.ResponseBodyError || error instanceof openid.AuthorizationResponseError) {
    return `the issuer said ${error.error}`.slice(0, 256);
  }
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
