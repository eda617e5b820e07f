import { ApiError } from '@trailbook/service';
import { countEntries, listEntries, searchEntries, type ScopedReader, type StoredEntry } from '@trailbook/store/read';
import type { AuditFilter } from '../filters/audit-filter';
import type { Fetched, Total } from '../paging/page';
import type { PageRequest } from '../paging/page-request';
import { totalOf } from './total-of';

/** The longest that a page is searched for, in milliseconds: what it then lacks comes with the next one. */
const patience = 1_000;
/** The farthest that a search is skipped by: the entries before it have to be found. */
const farthestFound = 10_000;

/**
 * The entries of a page and the total; the total from the walk, where it is one.
 * @throws ApiError 400 for an offset that cannot be reached
 */
export async function fetchPage(
  reader: ScopedReader,
  filter: AuditFilter,
  request: PageRequest,
): Promise<Fetched<StoredEntry>> {
  const { search } = filter;
  if (search !== undefined) return searchPage(reader, { ...filter, search }, request);
  const { limit, offset, after } = request;
  if (after) {
    const entries = await listEntries(reader, filter, { limit: limit + 1, before: after });
    return { entries, total: totalOfWalk(after, offset + entries.length, entries.length <= limit) };
  }
  if (offset > 0) {
    // Far offsets are skipped row by row: not beyond the last one.
    const total = await countEntries(reader, filter);
    if (total.exact && offset >= total.count) return { entries: [], total };
    const entries = await listEntries(reader, filter, { limit: limit + 1, offset });
    if (entries.length === 0) return { entries, total };
    const begun = { count: total.count, countExact: total.exact };
    return { entries, total: totalOfWalk(begun, offset + entries.length, entries.length <= limit) };
  }
  const entries = await listEntries(reader, filter, { limit: limit + 1 });
  if (entries.length <= limit) return { entries, total: { count: entries.length, exact: true } };
  return { entries, total: await totalOf(reader, filter, request.counted, entries.length) };
}

/** The total that a walk began with. Where counting stopped, the walk counts on, and knows all at its end. */
function totalOfWalk(begun: { count: number; countExact: boolean }, seen: number, ended: boolean): Total {
  if (begun.countExact) return { count: begun.count, exact: true };
  return { count: Math.max(begun.count, seen), exact: ended };
}

async function searchPage(
  reader: ScopedReader,
  filter: AuditFilter & { search: string },
  request: PageRequest,
): Promise<Fetched<StoredEntry>> {
  const { limit, offset, after } = request;
  if (after) {
    const { entries, searchedTo } = await searchEntries(reader, filter, { limit: limit + 1, before: after }, patience);
    const ended = searchedTo === undefined && entries.length <= limit;
    return { entries, total: totalOfWalk(after, offset + entries.length, ended), lookedTo: searchedTo };
  }
  if (offset > farthestFound) {
    throw ApiError.invalidRequest('offset', `with search, offset is at most ${farthestFound}: walk on by continue`);
  }
  // What is skipped has to be found, however long that takes.
  const wait = offset > 0 ? Infinity : patience;
  const { entries, searchedTo } = await searchEntries(reader, filter, { limit: limit + 1, offset }, wait);
  if (offset > 0 && entries.length === 0) return { entries, total: await countEntries(reader, filter) };
  if (entries.length > limit)
    return { entries, total: await totalOf(reader, filter, request.counted, offset + entries.length) };
  const total = { count: offset + entries.length, exact: searchedTo === undefined };
  return { entries, total, lookedTo: searchedTo };
}
