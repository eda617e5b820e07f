import { createHmac, timingSafeEqual } from 'node:crypto';

/** Where a walk stands: the last entry it has shown, how many came before, and how many there were when it began. */
export interface PagePosition {
  /** Time of the last entry shown, in milliseconds since 1970. */
  time: number;
  /** Uid of the last entry shown: the tiebreak among equal times. */
  uid: string;
  /** Index of the next entry in the walk. */
  position: number;
  /** Entries that matched when the walk began. */
  count: number;
  /** False where counting stopped early, so that `count` is a lower bound. */
  countExact: boolean;
}

/** What a token is good for. A walk is never continued with another tenant, scope, or filter than it began with. */
export interface PageBinding {
  tenantUid: string;
  /** A project's uid, or `*` at tenant scope. */
  projectUid: string;
  /** The filter in canonical form: equal filters give equal texts. */
  filter: string;
}

const version = 1;
const macBytes = 16;
const payloadBytes = 1 + 1 + 8 + 16 + 8 + 8;
const tokenPattern = /^[A-Za-z0-9_-]+$/;

/**
 * Writes and reads `continue` tokens: the position in clear, followed by a keyed digest of it and of its binding.
 * The binding itself is not carried: whoever presents the token repeats it with his request.
 */
export class PageTokens {
  /** @param key the secret that signs: the same for every instance, at least 32 characters. */
  constructor(private readonly key: string) {
    if (key.length < 32) throw new RangeError('the key of page tokens needs at least 32 characters');
  }

  write(at: PagePosition, binding: PageBinding): string {
    const payload = Buffer.alloc(payloadBytes);
    payload.writeUInt8(version, 0);
    payload.writeUInt8(at.countExact ? 1 : 0, 1);
    payload.writeDoubleBE(at.time, 2);
    payload.write(at.uid.replaceAll('-', ''), 10, 'hex');
    payload.writeBigUInt64BE(BigInt(at.position), 26);
    payload.writeBigUInt64BE(BigInt(at.count), 34);
    return Buffer.concat([payload, this.mac(payload, binding)]).toString('base64url');
  }

  /** Undefined when the token was not made here, was altered, or belongs to another tenant, scope, or filter. */
  read(token: string, binding: PageBinding): PagePosition | undefined {
    if (!tokenPattern.test(token)) return undefined;
    const bytes = Buffer.from(token, 'base64url');
    // The last character may carry bits that decode to nothing: only the one spelling that was issued is accepted.
    if (bytes.length !== payloadBytes + macBytes || bytes.toString('base64url') !== token) return undefined;
    const payload = bytes.subarray(0, payloadBytes);
    if (!timingSafeEqual(bytes.subarray(payloadBytes), this.mac(payload, binding))) return undefined;
    if (payload.readUInt8(0) !== version) return undefined;
    return {
      time: payload.readDoubleBE(2),
      uid: payload.toString('hex', 10, 26).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
      position: Number(payload.readBigUInt64BE(26)),
      count: Number(payload.readBigUInt64BE(34)),
      countExact: payload.readUInt8(1) === 1,
    };
  }

  private mac(payload: Buffer, { tenantUid, projectUid, filter }: PageBinding): Buffer {
    const bound = JSON.stringify([tenantUid, projectUid, filter]);
    return createHmac('sha256', this.key).update(payload).update(bound).digest().subarray(0, macBytes);
  }
}
