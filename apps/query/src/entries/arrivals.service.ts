import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@trailbook/access';
import { limits, toAudit, type AuditList } from '@trailbook/contract';
import { ApiError } from '@trailbook/service';
import { arrivalsAfter, arrivalsSince, withScope, type Arrivals, type ScopedReader } from '@trailbook/store/read';
import type { AuditFilter, ScopedFilter } from '../filters/audit-filter';
import { flagOf, valueOf, wholeNumberOf, type QueryParameters } from '../filters/parameters';
import { parseFilter } from '../filters/parse-filter';
import { ArrivalTokens, type ArrivalPlace } from '../paging/arrival-token';
import { refusedToken } from '../paging/page-request';
import type { PageBinding } from '../paging/sealed-payload';
import { scopeOf } from '../scope';
import { Pools } from '../store/pools';
import { totalOf } from './total-of';

/**
 * The log in order of arrival, `order=asc`. The walk never ends: its last page has an empty `continue`, and `next`, a
 * token for what is stored later, however old it is by its own time.
 */
@Injectable()
export class ArrivalsService {
  constructor(
    @Inject(Pools) private readonly pools: Pools,
    @Inject(ArrivalTokens) private readonly tokens: ArrivalTokens,
  ) {}

  /** @throws ApiError 400 that names the parameter at fault */
  async list(caller: Caller, query: QueryParameters): Promise<AuditList> {
    const scope = scopeOf(caller);
    const wanted = parseFilter(query, scope);
    const binding = { ...scope, filter: wanted.canonical };
    const limit = wholeNumberOf(query, 'limit', limits.page) || limits.page;
    const token = this.placeOf(query, binding);
    const counted = flagOf(query, 'count', true);
    // It has its token for what comes later anyway.
    flagOf(query, 'follow', false);
    return withScope(this.pools.reads, scope, async (reader) => {
      const from = token ?? (await begin(reader, wanted, counted));
      const page = wanted.nothing
        ? { entries: [], positions: [], more: false }
        : await arrivalsAfter(reader, wanted.filter, from.positions, limit);
      return this.answer(from, page, binding);
    });
  }

  private placeOf(query: QueryParameters, binding: PageBinding): ArrivalPlace | undefined {
    const offset = wholeNumberOf(query, 'offset') ?? 0;
    const token = valueOf(query, 'continue');
    if (token) return this.tokens.read(token, binding) ?? refusedToken();
    if (offset === 0) return undefined;
    throw ApiError.invalidRequest('offset', 'offset needs the token of the previous page in continue with order=asc');
  }

  private answer(from: ArrivalPlace, { entries, positions, more }: Arrivals, binding: PageBinding): AuditList {
    const shown = from.shown + entries.length;
    // All that match have been shown on the last page, those that came meanwhile included.
    const count = more ? Math.max(from.count, shown) : shown;
    const countExact = from.countExact || !more;
    const token = this.tokens.write({ positions, shown, count, countExact }, binding);
    return {
      items: entries.map((entry) => toAudit(entry)),
      listmeta: {
        continue: more ? token : '',
        count,
        limit: entries.length,
        offset: shown,
        ...(!countExact && { countExact: false }),
        ...(!more && { next: token }),
      },
    };
  }
}

async function begin(reader: ScopedReader, { filter, nothing }: ScopedFilter, counted: boolean): Promise<ArrivalPlace> {
  if (nothing) return { positions: [], shown: 0, count: 0, countExact: true };
  const { count, exact } = await totalOf(reader, filter, counted, 0);
  return { positions: await startOf(reader, filter), shown: 0, count, countExact: exact };
}

const startOf = (reader: ScopedReader, { receivedSince }: AuditFilter) =>
  receivedSince === undefined ? [] : arrivalsSince(reader, receivedSince);
