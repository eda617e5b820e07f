import type { KeyObject } from 'node:crypto';

/** Whether a text can be the id of a key. */
export const isKeyId = (text: string): boolean => /^[A-Za-z0-9._-]{1,64}$/.test(text);

/** The Ed25519 key of a text, which is PEM (line ends may be written as `\n`) or base64 of it; undefined where it is none. */
export function keyFrom(text: string, read: (pem: string) => KeyObject): KeyObject | undefined {
  const pem = text.includes('-----BEGIN') ? text : Buffer.from(text, 'base64').toString('utf8');
  try {
    const key = read(pem.replaceAll('\\n', '\n'));
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined;
  }
}
