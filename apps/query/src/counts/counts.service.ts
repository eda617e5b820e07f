import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@trailbook/access';
import { restTime, type Facets, type Timeline } from '@trailbook/contract';
import { ApiError } from '@trailbook/service';
import { actorFacets, kindAndActionFacets, timelineOf, withScope } from '@trailbook/store/read';
import type { AuditFilter } from '../filters/audit-filter';
import { wordsOf, type QueryParameters } from '../filters/parameters';
import { parseFilter } from '../filters/parse-filter';
import { scopeOf } from '../scope';
import { Pools } from '../store/pools';

const intervals = ['hour', 'day'] as const;
const lengths = { hour: 3_600_000, day: 86_400_000 };

/** So many hours or days at most make a timeline: a year of hours fits. */
const mostBuckets = 10_000;

/** How many entries there are, along the time and by what occurs in them. */
@Injectable()
export class CountsService {
  constructor(@Inject(Pools) private readonly pools: Pools) {}

  /** @throws ApiError 400 that names the parameter at fault */
  async timeline(caller: Caller, query: QueryParameters): Promise<Timeline> {
    const scope = scopeOf(caller);
    const { filter, nothing } = parseFilter(query, scope);
    const [interval = 'day', ...others] = wordsOf(query, 'interval', intervals);
    if (others.length > 0) throw ApiError.invalidRequest('interval', 'interval may be given only once');
    const { from = 0, to = Date.now() } = filter;
    if (filter.from !== undefined && (to - from) / lengths[interval] > mostBuckets) {
      throw ApiError.invalidRequest('interval', `the time asked for has more than ${mostBuckets} of these intervals`);
    }
    const buckets = nothing
      ? []
      : await withScope(this.pools.reads, scope, (reader) => timelineOf(reader, filter, interval));
    return { interval, buckets: buckets.map(({ start, count }) => ({ start: restTime(start), count })) };
  }

  /** What occurs in a stretch of time: other filters are ignored, since these are the values to choose them from. */
  async facets(caller: Caller, query: QueryParameters): Promise<Facets> {
    const scope = scopeOf(caller);
    const { filter, nothing } = parseFilter(query, scope);
    const { from, to, projectUids } = filter;
    const asked: AuditFilter = { from, to, projectUids };
    if (nothing) return { resourceKinds: [], actionTypes: [], actors: [] };
    return withScope(this.pools.reads, scope, async (reader) => {
      const { kinds, actions } = await kindAndActionFacets(reader, asked);
      const actors = await actorFacets(reader, asked);
      return {
        resourceKinds: kinds,
        actionTypes: actions,
        actors: actors.map(({ value, emailId, count }) => ({ value, ...(emailId && { label: emailId }), count })),
      };
    });
  }
}
