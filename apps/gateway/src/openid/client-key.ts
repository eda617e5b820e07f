import { createPrivateKey, type KeyObject } from 'node:crypto';

const curves: Readonly<Record<string, string>> = { prime256v1: 'ES256', secp384r1: 'ES384', secp521r1: 'ES512' };

/**
 * The algorithms of JWTs that a private key can sign, the most widespread first; none for a key that signs none.
 * @param pem PKCS8
 */
export function keyAlgorithms(pem: string): string[] {
  const key = keyOf(pem);
  if (key?.asymmetricKeyType === 'rsa') return ['RS256', 'PS256'];
  if (key?.asymmetricKeyType === 'ed25519') return ['EdDSA', 'Ed25519'];
  const curve = curves[key?.asymmetricKeyDetails?.namedCurve ?? ''];
  return curve === undefined ? [] : [curve];
}

function keyOf(pem: string): KeyObject | undefined {
  if (!pem.includes('-----BEGIN PRIVATE KEY-----')) return undefined;
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined; // what is wrong with it may show some of it
  }
}
