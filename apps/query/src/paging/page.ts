import type { ListMeta } from '@trailbook/contract';
import type { PageRequest } from './page-request';
import type { PageTokens } from './page-token';
import type { PageBinding } from './sealed-payload';

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

/** What was fetched for a page: one entry more than fits, to know whether it is the last one. */
export interface Fetched<T extends Placed> {
  entries: readonly T[];
  total: Total;
  /** Where to go on, in milliseconds since 1970, when there was no time to look further: the page may be short then. */
  lookedTo?: number;
}

/**
 * Cuts what was fetched, one entry more than fits, to the page, and says where the list stands after it. The token is
 * that of the page's last entry, or of where looking stopped, and empty on the last page alone.
 */
export function pageOf<T extends Placed>(
  { entries, total, lookedTo }: Fetched<T>,
  request: Pick<PageRequest, 'limit' | 'offset'>,
  { tokens, binding }: { tokens: PageTokens; binding: PageBinding },
): { items: T[]; listmeta: ListMeta } {
  const items = entries.slice(0, request.limit);
  const offset = request.offset + items.length;
  const last = items.at(-1);
  const full = last !== undefined && entries.length > items.length;
  const place = full ? { time: last.time, uid: last.uid } : lookedTo !== undefined && before(lookedTo);
  const position = { position: offset, count: total.count, countExact: total.exact };
  return {
    items,
    listmeta: {
      continue: place ? tokens.write({ ...place, ...position }, binding) : '',
      count: total.count,
      limit: items.length,
      offset,
      ...(!total.exact && { countExact: false }),
    },
  };
}

/** The place in the list before all that happened at `time` or earlier: no uid is as high. */
const before = (time: number): Placed => ({ time, uid: 'ffffffff-ffff-ffff-ffff-ffffffffffff' });
