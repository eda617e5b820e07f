import { createDecoder, createSigner, createVerifier } from 'fast-jwt';
import { LRUCache } from 'lru-cache';
import { isCanonicalToken } from './canonical-token';
import type { Caller } from './caller';

/** Header that carries the signed identity from the gateway to a service. */
export const identityHeader = 'x-trailbook-identity';

const issuer = 'trailbook-gateway';
const lifetimeMs = 60_000;
/** Clocks of two machines may differ by this much. */
const clockToleranceMs = 5_000;

/** What an identity is good for: one service, method and path (without the query). */
export interface Binding {
  audience: string;
  method: string;
  path: string;
}

/** The gateway on its own behalf: for endpoints under /internal. */
export const gatewayItself = 'gateway';
/** A caller without the id of one request: the same signature serves his next call of the same path. */
export type SignedCaller = Omit<Caller, 'requestId'>;
export type Identity = SignedCaller | typeof gatewayItself;

interface Claims {
  method: string;
  path: string;
  caller?: SignedCaller;
}
type VerifiedClaims = Claims & { aud: string; exp: number };

/** Identities whose signature is remembered: verifying one costs more than most reads. */
const remembered = 1_000;

/** The identity is missing, altered, expired or meant for something else; `message` says which, for the log. */
export class IdentityError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'IdentityError';
  }
}

export type IdentitySigner = (identity: Identity, binding: Binding) => string;
export type IdentityVerifier = (token: string, binding: Binding) => Identity;

/**
 * Signs identities with an Ed25519 private key, valid for a minute.
 * @param privateKey PKCS8 PEM
 * @param kid names the key, so that it can be replaced while old identities are still under way
 */
export function createIdentitySigner(privateKey: string, kid: string): IdentitySigner {
  const signers = new Map<string, (claims: Claims) => string>();
  return (identity, { audience, method, path }) => {
    let sign = signers.get(audience);
    if (!sign) {
      sign = createSigner<Claims>({
        algorithm: 'EdDSA',
        key: privateKey,
        kid,
        aud: audience,
        iss: issuer,
        expiresIn: lifetimeMs,
      });
      signers.set(audience, sign);
    }
    return sign({ method, path, ...(identity !== gatewayItself && { caller: identity }) });
  };
}

/**
 * Verifies identities: EdDSA alone, a known key, not expired, and meant for this very service, method and path.
 * @param publicKeys kid → SPKI PEM
 * @throws IdentityError from the returned function
 */
export function createIdentityVerifier(publicKeys: Record<string, string>): IdentityVerifier {
  const decode = createDecoder({ complete: true });
  const verifiers = new Map(Object.entries(publicKeys).map(([kid, key]) => [kid, verifierOf(key)]));
  const recent = new LRUCache<string, VerifiedClaims>({ max: remembered });
  return (token, { audience, method, path }) => {
    const claims = verified(token);
    if (claims.aud !== audience) throw new IdentityError('the identity is meant for another service');
    if (claims.method !== method || claims.path !== path) {
      throw new IdentityError('the identity is meant for another method or path');
    }
    return claims.caller ?? gatewayItself;
  };

  function verified(token: string): VerifiedClaims {
    const known = recent.get(token);
    if (known && known.exp * 1_000 > Date.now()) return known;
    if (!isCanonicalToken(token)) throw new IdentityError('the identity is no token, or spelt in another way');
    try {
      const { header } = decode(token) as { header: { kid?: unknown } };
      const verify = typeof header.kid === 'string' ? verifiers.get(header.kid) : undefined;
      if (!verify) throw new IdentityError('the identity is signed with an unknown key');
      const claims = verify(token);
      recent.set(token, claims);
      return claims;
    } catch (error) {
      if (error instanceof IdentityError) throw error;
      throw new IdentityError(error instanceof Error ? error.message : 'the identity is not valid', error);
    }
  }
}

function verifierOf(key: string): (token: string) => VerifiedClaims {
  return createVerifier({
    algorithms: ['EdDSA'],
    key,
    allowedIss: issuer,
    requiredClaims: ['aud', 'exp', 'iat', 'iss', 'method', 'path'],
    // However far off its exp is, an identity is never accepted for longer than its lifetime.
    maxAge: lifetimeMs,
    clockTolerance: clockToleranceMs,
    cache: false,
  }) as (token: string) => VerifiedClaims;
}
