import { createPublicKey, type KeyObject } from 'node:crypto';
import { isOwnSource, sourceMatches } from '../decide/sources';
import { isKeyId, keyFrom } from './key-text';

/** A public key, and what it may speak for. */
export interface VerificationKey {
  readonly publicKey: KeyObject;
  /** Sources, or the start of one and `*`. */
  readonly sources: readonly string[];
  /** Undefined: all tenants. */
  readonly tenants: readonly string[] | undefined;
}

/** More sources are not remembered at once. */
const mostSources = 1_000;

/** The keys of an installation, by their ids. */
export class VerificationKeys {
  private readonly listed = new Map<string, boolean>();

  constructor(private readonly keys: ReadonlyMap<string, VerificationKey>) {}

  /**
   * Reads a JSON object of key ids to `{ publicKey, sources, tenants? }`, of which the key is Ed25519, as SPKI PEM or base64
   * of that.
   * @throws {TypeError} with a sentence on what is wrong with it
   */
  static parse(json: string): VerificationKeys {
    let parsed: unknown;
    try {
      parsed = JSON.parse(json);
    } catch (cause) {
      throw new TypeError(wanted, { cause });
    }
    if (!isObject(parsed)) throw new TypeError(wanted);
    return new VerificationKeys(new Map(Object.entries(parsed).map(([keyId, given]) => [keyId, keyOf(keyId, given)])));
  }

  /** The key of an id, if it may speak for the source in the tenant. */
  find(keyId: string, source: string, tenantUid: string): VerificationKey | undefined {
    const key = this.keys.get(keyId);
    if (key === undefined || !key.sources.some((pattern) => sourceMatches(pattern, source))) return undefined;
    return key.tenants === undefined || key.tenants.includes(tenantUid) ? key : undefined;
  }

  /** Whether any key may speak for the source, which is then taken only signed. Asked for every event. */
  lists(source: string): boolean {
    const known = this.listed.get(source);
    if (known !== undefined) return known;
    let isListed = false;
    for (const { sources } of this.keys.values()) isListed ||= sources.some((one) => sourceMatches(one, source));
    if (this.listed.size >= mostSources) this.listed.clear();
    this.listed.set(source, isListed);
    return isListed;
  }

  /** These keys and others. @throws {TypeError} where both have a key id */
  and(others: VerificationKeys): VerificationKeys {
    for (const keyId of others.keys.keys()) {
      if (this.keys.has(keyId)) throw new TypeError(`the key id "${keyId}" is given twice`);
    }
    return new VerificationKeys(new Map([...this.keys, ...others.keys]));
  }

  /** Whether one of them may speak for Trailbook itself. */
  get speaksForTrailbook(): boolean {
    return [...this.keys.values()].some(({ sources }) => sources.some(isOwnSource));
  }
}

const wanted = 'must be a JSON object of key ids to {"publicKey", "sources", "tenants"?}';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.every((text) => typeof text === 'string' && text !== '');

function keyOf(keyId: string, given: unknown): VerificationKey {
  if (!isKeyId(keyId)) throw new TypeError(`"${keyId}" is no key id: 1 to 64 characters of A-Z a-z 0-9 . _ -`);
  if (!isObject(given)) throw new TypeError(wanted);
  const { publicKey: text, sources, tenants } = given;
  const publicKey = typeof text === 'string' ? keyFrom(text, createPublicKey) : undefined;
  if (publicKey === undefined) {
    throw new TypeError(`"${keyId}" has no publicKey that is Ed25519 (SPKI PEM, or base64 of it)`);
  }
  if (!isTexts(sources)) throw new TypeError(`"${keyId}" has no sources`);
  if (tenants !== undefined && !isTexts(tenants))
    throw new TypeError(`"${keyId}" has tenants that are no list of uids`);
  return { publicKey, sources, tenants };
}
