import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { TrailSinkError } from '../errors';
import type { TrailKeys } from './trail-keys';

/** Whose secret it is: a record moved to another tenant or trail can't be read there. */
export interface SecretOwner {
  readonly tenantUid: string;
  readonly trailUid: string;
}

const version = 1;
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Encrypts with AES-256-GCM and a random nonce. The record is: version (1 byte), length of the key id (1 byte), key id,
 * nonce, tag, ciphertext; everything before the nonce and the owner are authenticated with it.
 */
export class SecretBox {
  constructor(private readonly trailKeys: TrailKeys) {}

  seal(secret: string, owner: SecretOwner): Buffer {
    const kid = Buffer.from(this.trailKeys.current);
    const head = Buffer.concat([Buffer.from([version, kid.length]), kid]);
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', this.keyOf(this.trailKeys.current), nonce);
    cipher.setAAD(associated(head, owner));
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return Buffer.concat([head, nonce, cipher.getAuthTag(), sealed]);
  }

  /** @throws TrailSinkError `secret-unreadable`: unknown key, altered record, or another owner's */
  open(record: Buffer, owner: SecretOwner): string {
    const kid = keyIdOf(record);
    const head = record.subarray(0, 2 + Buffer.byteLength(kid));
    const tagAt = head.length + nonceBytes;
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.keyOf(kid), record.subarray(head.length, tagAt), {
        authTagLength: tagBytes,
      });
      decipher.setAAD(associated(head, owner));
      decipher.setAuthTag(record.subarray(tagAt, tagAt + tagBytes));
      return Buffer.concat([decipher.update(record.subarray(tagAt + tagBytes)), decipher.final()]).toString('utf8');
    } catch (error) {
      if (error instanceof TrailSinkError) throw error;
      throw unreadable('it was altered, or is another trail’s', error);
    }
  }

  /** Whether the record is encrypted with another key than the one that encrypts now. */
  isOutdated(record: Buffer): boolean {
    return keyIdOf(record) !== this.trailKeys.current;
  }

  private keyOf(kid: string): Buffer {
    const key = this.trailKeys.keys.get(kid);
    if (!key) throw unreadable(`TRAIL_KEYS has no key ${JSON.stringify(kid)}`);
    return key;
  }
}

function keyIdOf(record: Buffer): string {
  const length = record[1] ?? 0;
  if (record[0] !== version || record.length < 2 + length + nonceBytes + tagBytes)
    throw unreadable('its format is unknown');
  return record.subarray(2, 2 + length).toString('utf8');
}

/** Lengths are part of it, so that no two owners have the same. */
function associated(head: Buffer, { tenantUid, trailUid }: SecretOwner): Buffer {
  return Buffer.concat([head, Buffer.from(JSON.stringify([tenantUid, trailUid]))]);
}

const unreadable = (reason: string, cause?: unknown): TrailSinkError =>
  new TrailSinkError('secret-unreadable', `A trail’s secret can't be read: ${reason}.`, { cause });
