import type { IncomingHttpHeaders } from 'node:http';
import { isCanonicalToken } from '@trailbook/access';
import { sessionOf } from '../login/session-cookie';

export interface Credential {
  kind: 'apiKey' | 'token';
  value: string;
  /** Whether a browser keeps it, which sends it by itself. */
  isCookie?: true;
}

/** Longer than any that is ever issued: refused without asking. Tokens of an issuer may name many groups. */
const maxLength = { apiKey: 4_096, token: 8_192 };
const apiKey = /^[\x21-\x7e]+$/;

/**
 * The caller's credential: `ApiKey`, else `Authorization` with a bare JWT or `Bearer` before it, else the cookie of the
 * console. Undefined when there is none, or none that could be valid: the two answers are the same.
 * @param protocol of the caller's connection
 */
export function credentialOf(headers: IncomingHttpHeaders, protocol: string): Credential | undefined {
  const key = headers.apikey;
  if (typeof key === 'string' && key !== '') {
    return key.length <= maxLength.apiKey && apiKey.test(key) ? { kind: 'apiKey', value: key } : undefined;
  }
  if (headers.authorization === undefined) {
    const value = sessionOf(headers, protocol) ?? '';
    return isToken(value) ? { kind: 'token', value, isCookie: true } : undefined;
  }
  const value = headers.authorization.replace(/^bearer +/i, '').trim();
  return isToken(value) ? { kind: 'token', value } : undefined;
}

const isToken = (value: string): boolean => value.length <= maxLength.token && isCanonicalToken(value);
