/**
 * Base64url in its one canonical spelling: without padding, and the last character's bits that stand for nothing are
 * zero (RFC 4648, 3.5). Decoders ignore those bits, so that other texts would stand for the same bytes.
 */
const part = '(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-][AQgw]|[A-Za-z0-9_-]{2}[AEIMQUYcgkosw048])?';
const canonical = new RegExp(`^(?=[^.])${part}\\.(?=[^.])${part}\\.(?=.)${part}$`);

/** Whether a JWT is spelt as it was issued: a text that only stands for the same bytes is another, and refused. */
export function isCanonicalToken(token: string): boolean {
  return canonical.test(token);
}
