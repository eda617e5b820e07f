import type { ListMeta } from '@trailbook/contract';
import type { PageRequest } from './page-request';
import type { PageTokens } from './page-token';
import type { PageBinding } from './signed-payload';

/** What identifies an entry's place in the order of a list. */
export interface Placed {
  uid: string;
  /** In milliseconds since 1970. */
  time: number;
}

/** All that match: exact, or at least so many where counting stopped early. */
export interface Total {
  count: number;
  exact: boolean;
}

/**
 * Cuts what was fetched, one entry more than fits, to the page, and says where the list stands after it. The token is
 * that of the page's last entry, and empty on the last page alone.
 */
export function pageOf<T extends Placed>(
  fetched: readonly T[],
  request: PageRequest,
  total: Total,
  { tokens, binding }: { tokens: PageTokens; binding: PageBinding },
): { items: T[]; listmeta: ListMeta } {
  const items = fetched.slice(0, request.limit);
  const offset = request.offset + items.length;
  const last = items.at(-1);
  const more = last !== undefined && fetched.length > items.length;
  const position = { position: offset, count: total.count, countExact: total.exact };
  return {
    items,
    listmeta: {
      continue: more ? tokens.write({ time: last.time, uid: last.uid, ...position }, binding) : '',
      count: total.count,
      limit: items.length,
      offset,
      ...(!total.exact && { countExact: false }),
    },
  };
}
