import { createPrivateKey, createPublicKey, sign, type KeyObject } from 'node:crypto';
import { isKeyId, keyFrom } from './key-text';
import { signedBytes, type SignedAttributes } from './signed-bytes';
import { VerificationKeys } from './verification-keys';

/** The two attributes that a signed event has besides. */
export interface Signature {
  keyid: string;
  /** base64url without padding. */
  signature: string;
}

const wanted = 'must be a key id, a colon and an Ed25519 private key (PKCS8 PEM, or base64 of it)';

/** Signs events with the one key that it has. */
export class EventSigner {
  private constructor(
    readonly keyId: string,
    private readonly key: KeyObject,
  ) {}

  /**
   * Reads `keyid:key`, where the key is an Ed25519 private key as PKCS8 PEM or base64 of that.
   * @throws {TypeError} with a sentence that holds none of the text
   */
  static parse(text: string): EventSigner {
    const colon = text.indexOf(':');
    const keyId = text.slice(0, Math.max(colon, 0));
    const key = keyFrom(text.slice(colon + 1), createPrivateKey);
    if (!isKeyId(keyId) || key === undefined) throw new TypeError(wanted);
    return new EventSigner(keyId, key);
  }

  /** @param digest of the data, see `dataDigest` */
  sign(attributes: SignedAttributes, digest: string): Signature {
    const signature = sign(null, signedBytes(attributes, digest), this.key).toString('base64url');
    return { keyid: this.keyId, signature };
  }

  /** The keys by which its own events, of these sources, are verified. */
  verificationKeys(...sources: string[]): VerificationKeys {
    const publicKey = createPublicKey(this.key);
    return new VerificationKeys(new Map([[this.keyId, { publicKey, sources, tenants: undefined }]]));
  }
}
