import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a token is good for. A walk is never continued with another tenant, scope, or filter than it began with. */
export interface PageBinding {
  tenantUid: string;
  /** A project's uid, or `*` at tenant scope. */
  projectUid: string;
  /** The filter in canonical form: equal filters give equal texts. */
  filter: string;
}

const macBytes = 16;
const tokenPattern = /^[A-Za-z0-9_-]+$/;

/**
 * Tokens of a payload in clear, followed by a keyed digest of it and of its binding. The binding itself is not carried:
 * whoever presents the token repeats it with his request.
 */
export class SignedPayloads {
  /** @param key the secret that signs: the same for every instance, at least 32 characters. */
  constructor(private readonly key: string) {
    if (key.length < 32) throw new RangeError('the key of page tokens needs at least 32 characters');
  }

  write(payload: Buffer, binding: PageBinding): string {
    return Buffer.concat([payload, this.mac(payload, binding)]).toString('base64url');
  }

  /** Undefined when the token was not made here, was altered, or belongs to another tenant, scope, or filter. */
  read(token: string, binding: PageBinding): Buffer | undefined {
    if (!tokenPattern.test(token)) return undefined;
    const bytes = Buffer.from(token, 'base64url');
    // The last character may carry bits that decode to nothing: only the one spelling that was issued is accepted.
    if (bytes.length < macBytes || bytes.toString('base64url') !== token) return undefined;
    const payload = bytes.subarray(0, -macBytes);
    return timingSafeEqual(bytes.subarray(-macBytes), this.mac(payload, binding)) ? payload : undefined;
  }

  private mac(payload: Buffer, { tenantUid, projectUid, filter }: PageBinding): Buffer {
    const bound = JSON.stringify([tenantUid, projectUid, filter]);
    return createHmac('sha256', this.key).update(payload).update(bound).digest().subarray(0, macBytes);
  }
}
