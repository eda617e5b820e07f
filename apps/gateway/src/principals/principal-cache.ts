import { createHash } from 'node:crypto';
import type { Principal } from '@trailbook/access';
import { LRUCache } from 'lru-cache';
import type { Credential } from './credentials';

/** A principal, or that nobody has this credential. */
type Entry = { principal: Principal | undefined };

export interface PrincipalCacheOptions {
  /** How long an answer may be used: below the 5 s within which a revoked credential must be refused. */
  ttlMs?: number;
  /** Answers kept at most. */
  max?: number;
}

/**
 * Looks credentials up, each once at a time however many requests wait for it, and remembers the answer for a few
 * seconds, under the credential's hash. Failed look-ups are not remembered.
 */
export class PrincipalCache {
  private readonly entries: LRUCache<string, Entry, Credential>;

  constructor(
    lookUp: (credential: Credential) => Promise<Principal | undefined>,
    { ttlMs = 4_000, max = 10_000 }: PrincipalCacheOptions = {},
  ) {
    this.entries = new LRUCache({
      max,
      ttl: ttlMs,
      // The answer is as old as its question: the time that identity took counts too.
      fetchMethod: async (_key, _stale, { context, options }) => {
        const asked = performance.now();
        const principal = await lookUp(context);
        options.ttl = Math.max(1, ttlMs - (performance.now() - asked));
        return { principal };
      },
      ignoreFetchAbort: true,
    });
  }

  /** The principal if it is known at present, without waiting; undefined asks for `find`. */
  peek(credential: Credential): Entry | undefined {
    return this.entries.get(keyOf(credential));
  }

  /** @throws what the look-up throws */
  async find(credential: Credential): Promise<Principal | undefined> {
    const entry = await this.entries.forceFetch(keyOf(credential), { context: credential });
    return entry.principal;
  }

  /**
   * What identity says now, whatever it said a moment ago. Requests that ask at the same time share the answer.
   * @throws what the look-up throws
   */
  async findAnew(credential: Credential): Promise<Principal | undefined> {
    const entry = await this.entries.forceFetch(keyOf(credential), { context: credential, forceRefresh: true });
    return entry.principal;
  }
}

function keyOf({ kind, value }: Credential): string {
  return kind + createHash('sha256').update(value).digest('base64');
}
