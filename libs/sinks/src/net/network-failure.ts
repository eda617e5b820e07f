import { AddressRefusedError, NameRefusedError } from './guarded-agent';

/** What a request failed with before there was an answer. */
export interface NetworkFailure {
  /** The network's code (`ECONNREFUSED`), or `TimeoutError`, or the error's name. */
  readonly code: string;
  /** A sentence of our own: libraries name addresses, files and their own insides. */
  readonly message: string;
}

const messages: Readonly<Record<string, string>> = {
  TimeoutError: 'There was no answer in time',
  AbortError: 'There was no answer in time',
  ENOTFOUND: 'The name is not known',
  EAI_AGAIN: 'The name cannot be looked up at present',
  ECONNREFUSED: 'The connection was refused',
  ECONNRESET: 'The connection was broken off',
  ETIMEDOUT: 'There was no answer in time',
  EPIPE: 'The connection was broken off',
  UND_ERR_SOCKET: 'The connection was broken off',
  EHOSTUNREACH: 'The host cannot be reached',
  ENETUNREACH: 'The network cannot be reached',
  CERT_HAS_EXPIRED: 'The certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The certificate is signed by itself, so that nobody vouches for it',
  SELF_SIGNED_CERT_IN_CHAIN: 'The certificate is not of an authority that is trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'The certificate is not of an authority that is trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'The certificate is not of an authority that is trusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate is for another name',
};

/** Says what went wrong in the network, in words of our own. */
export function networkFailure(error: unknown): NetworkFailure {
  const { name = 'Error', code: given } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  if (error instanceof AddressRefusedError || error instanceof NameRefusedError) return error;
  const known = typeof given === 'string' ? given : name;
  const code = /Timeout/.test(name) || /TIMEOUT/i.test(known) ? 'TimeoutError' : known;
  return { code, message: messages[code] ?? 'There was no answer' };
}
