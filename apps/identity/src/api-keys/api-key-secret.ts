import { createHash, randomBytes } from 'node:crypto';

const FORM = /^tb_[A-Za-z0-9_-]{43}$/;

/** A new key: 256 random bits. It is shown once; afterwards its hash alone is known. */
export function newSecret(): { secret: string; hash: Buffer } {
  const secret = `tb_${randomBytes(32).toString('base64url')}`;
  return { secret, hash: hashOf(secret) };
}

export function isSecret(text: string): boolean {
  return FORM.test(text);
}

export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret, 'utf8').digest();
}
