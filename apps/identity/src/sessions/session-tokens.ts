import { createHash, createPublicKey } from 'node:crypto';
import { isCanonicalToken } from '@trailbook/access';
import { createSigner, createVerifier, TokenError } from 'fast-jwt';

/** What a session's token says. */
export interface SessionClaims {
  sub: string;
  /** The user's tenant. */
  tid: string;
  /** The user's session generation when he logged in. */
  gen: number;
  jti: string;
}

export const SESSION_MS = 12 * 60 * 60 * 1000;
const ISSUER = 'trailbook';
const AUDIENCE = 'trailbook-session';

/** Signs and verifies the tokens of sessions: EdDSA alone, twelve hours. */
export class SessionTokens {
  private readonly signer: (claims: SessionClaims) => string;
  private readonly verifier: (token: string) => unknown;

  /** @param privateKey Ed25519, PKCS8 PEM */
  constructor(privateKey: string) {
    const publicKey = createPublicKey(privateKey);
    const kid = createHash('sha256')
      .update(publicKey.export({ type: 'spki', format: 'der' }))
      .digest('base64url');
    this.signer = createSigner({
      algorithm: 'EdDSA',
      key: privateKey,
      kid,
      iss: ISSUER,
      aud: AUDIENCE,
      expiresIn: SESSION_MS,
    });
    this.verifier = createVerifier({
      algorithms: ['EdDSA'],
      key: publicKey.export({ type: 'spki', format: 'pem' }),
      allowedIss: ISSUER,
      allowedAud: AUDIENCE,
      requiredClaims: ['sub', 'tid', 'gen', 'jti', 'iat', 'exp'],
      maxAge: SESSION_MS,
      cache: false,
    });
  }

  sign(claims: SessionClaims): string {
    return this.signer(claims);
  }

  /** The claims of a token of ours that has not ended, or undefined. */
  verify(token: string): SessionClaims | undefined {
    if (!isCanonicalToken(token)) return undefined;
    try {
      const { sub, tid, gen, jti } = this.verifier(token) as Record<string, unknown>;
      if (typeof sub !== 'string' || typeof tid !== 'string' || typeof gen !== 'number' || typeof jti !== 'string')
        return;
      return { sub, tid, gen, jti };
    } catch (error) {
      if (error instanceof TokenError) return undefined;
      throw error;
    }
  }
}
