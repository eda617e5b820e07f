import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import type { AddressPolicy } from './address-policy';

/** The address that a configuration leads to is none to be connected to. */
export class AddressRefusedError extends Error {
  readonly code = 'AddressNotAllowed';
  constructor(host: string) {
    super(`${host} leads to an address that may not be connected to, or not without TLS`);
    this.name = 'AddressRefusedError';
  }
}

/**
 * A name leads nowhere, or to addresses that may not be connected to. The two are one failure: the difference would tell
 * a tenant which names this host's network knows.
 */
export class NameRefusedError extends Error {
  readonly code = 'NameNotReachable';
  constructor(host: string) {
    super(`${host} is no name that is known everywhere, or leads to an address that may not be connected to`);
    this.name = 'NameRefusedError';
  }
}

export interface GuardedAgentOptions {
  readonly policy: AddressPolicy;
  /** Time to open a connection, its name's look-up included, in milliseconds. */
  readonly connectTimeoutMs: number;
  /** Time for an answer's head, and between parts of its body, in milliseconds. */
  readonly requestTimeoutMs: number;
  /** How names are looked up; the system's way by default. */
  readonly resolve?: typeof lookup;
}

const mostAnswerBytes = 64 * 1024;

/**
 * Connections to wherever a tenant says, save to internal addresses. A name is looked up when a connection is made, and
 * the connection goes to the very address that was judged: a name that changes its mind in between gains nothing.
 * Redirections are not followed. Without TLS only addresses are reached that the operator allows.
 */
export function guardedAgent({
  policy,
  connectTimeoutMs,
  requestTimeoutMs,
  resolve = lookup,
}: GuardedAgentOptions): Agent {
  const guarded = (allows: (address: string) => boolean): buildConnector.connector => {
    const judged: LookupFunction = (host, options, done) => {
      resolve(host, { ...options, all: true }, (error, addresses) => {
        const allowed = error ? [] : addresses.filter(({ address }) => allows(address));
        const [first] = allowed;
        if (!first) done(new NameRefusedError(host), '', 0);
        else if (options.all) done(null, allowed);
        else done(null, first.address, first.family);
      });
    };
    const connect = buildConnector({ timeout: connectTimeoutMs, lookup: judged });
    return (options, done) => {
      // An address needs no look-up, so that nobody would judge it.
      const host = options.hostname.replace(/^\[|\]$/g, '');
      if (isIP(host) !== 0 && !allows(host)) done(new AddressRefusedError(host), null);
      else connect(options, done);
    };
  };
  const secure = guarded((address) => policy.allows(address));
  const inTheClear = guarded((address) => policy.allowsInTheClear(address));
  return new Agent({
    headersTimeout: requestTimeoutMs,
    bodyTimeout: requestTimeoutMs,
    maxResponseSize: mostAnswerBytes,
    connections: 4,
    connect: (options, done) => (options.protocol === 'https:' ? secure : inTheClear)(options, done),
  });
}
