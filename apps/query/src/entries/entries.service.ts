import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@trailbook/access';
import { toAudit, type Audit, type AuditList } from '@trailbook/contract';
import { ApiError } from '@trailbook/service';
import {
  arrivalsFromNow,
  findEntry,
  kafkaLogOf,
  withScope,
  type ArrivalPosition,
  type KafkaLog,
  type ScopedReader,
  type StoredEntry,
} from '@trailbook/store/read';
import { flagOf, type QueryParameters } from '../filters/parameters';
import { parseFilter } from '../filters/parse-filter';
import { ArrivalTokens } from '../paging/arrival-token';
import { pageOf, type Fetched } from '../paging/page';
import { parsePageRequest } from '../paging/page-request';
import { PageTokens } from '../paging/page-token';
import { scopeOf } from '../scope';
import { Pools } from '../store/pools';
import { fetchPage } from './fetch-page';
import { isUid } from './uid';

/** What a list has that nothing can match: the store need not be asked. */
const none: { fetched: Fetched<StoredEntry>; positions: ArrivalPosition[] } = {
  fetched: { entries: [], total: { count: 0, exact: true } },
  positions: [],
};

/** Pages of the log and single entries, in the caller's scope. */
@Injectable()
export class EntriesService {
  constructor(
    @Inject(Pools) private readonly pools: Pools,
    @Inject(PageTokens) private readonly tokens: PageTokens,
    @Inject(ArrivalTokens) private readonly arrivals: ArrivalTokens,
  ) {}

  /**
   * A page, newest first. With `follow` the first one has a token, `next`, for what is stored after it: read in the same
   * snapshot, so that no entry is in both, and none in neither.
   * @throws ApiError 400 that names the parameter at fault
   */
  async list(caller: Caller, query: QueryParameters): Promise<AuditList> {
    const scope = scopeOf(caller);
    const { filter, nothing, canonical } = parseFilter(query, scope);
    const binding = { ...scope, filter: canonical };
    const walk = { tokens: this.tokens, binding };
    const request = parsePageRequest(query, binding, this.tokens);
    const follow = flagOf(query, 'follow', false) && !request.after;
    const { fetched, positions } = nothing
      ? none
      : await withScope(this.pools.reads, scope, async (reader) => ({
          fetched: await fetchPage(reader, filter, request),
          positions: follow ? await arrivalsFromNow(reader) : [],
        }));
    const { items, listmeta } = pageOf(fetched, request, walk);
    // A walk that begins now: its pages count what came since.
    if (follow) listmeta.next = this.arrivals.write({ positions, shown: 0, count: 0, countExact: true }, binding);
    return { items: items.map((entry) => toAudit(entry)), listmeta };
  }

  async get(caller: Caller, uid: string): Promise<Audit> {
    return toAudit(await this.find(caller, uid));
  }

  /** @throws ApiError 404 for an entry that does not exist, not in this scope, or not for this tenant: all alike */
  find(caller: Caller, uid: string): Promise<StoredEntry> {
    return this.look(caller, uid, (_reader, entry) => entry);
  }

  /** The entry, and the Kafka log that it came from. */
  findWithLog(caller: Caller, uid: string): Promise<{ entry: StoredEntry; log: KafkaLog }> {
    return this.look(caller, uid, async (reader, entry) => ({
      entry,
      log: await kafkaLogOf(reader, entry.kafka.epoch),
    }));
  }

  private async look<T>(
    caller: Caller,
    uid: string,
    then: (reader: ScopedReader, entry: StoredEntry) => T | Promise<T>,
  ): Promise<T> {
    const found = isUid(uid)
      ? await withScope(this.pools.reads, scopeOf(caller), async (reader) => {
          const entry = await findEntry(reader, uid.toLowerCase());
          return entry && { result: await then(reader, entry) };
        })
      : undefined;
    if (!found) throw ApiError.notFound('The audit entry');
    return found.result;
  }
}
