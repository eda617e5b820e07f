import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';

/** What a token is good for. A walk is never continued with another tenant, scope, or filter than it began with. */
export interface PageBinding {
  tenantUid: string;
  /** A project's uid, or `*` at tenant scope. */
  projectUid: string;
  /** The filter in canonical form: equal filters give equal texts. */
  filter: string;
}

const cipher = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;
const tokenPattern = /^[A-Za-z0-9_-]+$/;

/**
 * Tokens of a payload that nobody else reads or alters: where a walk stands in Kafka says how much the whole platform
 * writes. AES-256-GCM, whose nonce is a keyed digest of what it encrypts, so that equal places have equal tokens and no
 * nonce ever encrypts two payloads (the idea of RFC 8452). The binding is authenticated and not carried: whoever
 * presents the token repeats it with the request.
 */
export class SealedPayloads {
  private readonly encryptionKey: Buffer;
  private readonly nonceKey: Buffer;

  /** @param key the secret of all tokens: the same for every instance, at least 32 characters. */
  constructor(key: string) {
    if (key.length < 32) throw new RangeError('the key of page tokens needs at least 32 characters');
    this.encryptionKey = derived(key, 'page tokens: encryption');
    this.nonceKey = derived(key, 'page tokens: nonces');
  }

  write(payload: Buffer, binding: PageBinding): string {
    const bound = boundOf(binding);
    const nonce = createHmac('sha256', this.nonceKey).update(bound).update(payload).digest().subarray(0, nonceBytes);
    const sealing = createCipheriv(cipher, this.encryptionKey, nonce, { authTagLength: tagBytes }).setAAD(bound);
    const sealed = Buffer.concat([sealing.update(payload), sealing.final()]);
    return Buffer.concat([nonce, sealed, sealing.getAuthTag()]).toString('base64url');
  }

  /** Undefined when the token was not made here, was altered, or belongs to another tenant, scope, or filter. */
  read(token: string, binding: PageBinding): Buffer | undefined {
    if (!tokenPattern.test(token)) return undefined;
    const bytes = Buffer.from(token, 'base64url');
    // The last character may carry bits that decode to nothing: only the one spelling that was issued is accepted.
    if (bytes.length < nonceBytes + tagBytes || bytes.toString('base64url') !== token) return undefined;
    const nonce = bytes.subarray(0, nonceBytes);
    const opening = createDecipheriv(cipher, this.encryptionKey, nonce, { authTagLength: tagBytes });
    opening.setAAD(boundOf(binding)).setAuthTag(bytes.subarray(-tagBytes));
    try {
      return Buffer.concat([opening.update(bytes.subarray(nonceBytes, -tagBytes)), opening.final()]);
    } catch {
      return undefined; // the tag is not that of these bytes and this binding
    }
  }
}

function derived(key: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', purpose, 32));
}

/** As JSON, so that no two bindings have the same bytes. */
function boundOf({ tenantUid, projectUid, filter }: PageBinding): Buffer {
  return Buffer.from(JSON.stringify([tenantUid, projectUid, filter]));
}
