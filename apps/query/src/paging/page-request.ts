import { limits } from '@trailbook/contract';
import { ApiError } from '@trailbook/service';
import { flagOf, valueOf, wholeNumberOf, type QueryParameters } from '../filters/parameters';
import type { PagePosition, PageTokens } from './page-token';
import type { PageBinding } from './sealed-payload';

/** Which page of a list is asked for. */
export interface PageRequest {
  /** Entries in the page, at most; 1 to 50. */
  limit: number;
  /** Index of the first entry, where no walk is being continued. */
  offset: number;
  /** False: all that match need not be counted, where that takes more than a look at the roll-ups. */
  counted: boolean;
  /** Where the walk stands that is continued; it alone decides then. */
  after?: PagePosition;
}

/**
 * Reads `limit`, `offset`, `count` and `continue`. A limit above the largest page is not refused but cut, and 0 means that none
 * was given: the client always sends one. An empty token is the one that a last page answers with, and starts anew.
 * @throws ApiError 400 that names the parameter
 */
export function parsePageRequest(query: QueryParameters, binding: PageBinding, tokens: PageTokens): PageRequest {
  const limit = wholeNumberOf(query, 'limit', limits.page) || limits.page;
  const offset = wholeNumberOf(query, 'offset') ?? 0;
  const counted = flagOf(query, 'count', true);
  const token = valueOf(query, 'continue');
  if (!token) return { limit, offset, counted };
  const after = tokens.read(token, binding) ?? refusedToken();
  return { limit, offset: after.position, counted, after };
}

export function refusedToken(): never {
  throw ApiError.invalidRequest('continue', 'continue is not a token of this list with these filters and this scope');
}
