import type { QueryValue } from '../api/call';

/** The quick ranges, in milliseconds. Entries are kept for a year, so that the last one is everything. */
export const ranges = {
  '1h': { label: 'Last hour', length: 3_600_000 },
  '24h': { label: 'Last 24 hours', length: 86_400_000 },
  '7d': { label: 'Last 7 days', length: 7 * 86_400_000 },
  '30d': { label: 'Last 30 days', length: 30 * 86_400_000 },
  '1y': { label: 'Last year', length: 365 * 86_400_000 },
} as const;
export type RangeName = keyof typeof ranges;

export const defaultRange: RangeName = '30d';

/** The filters of several values, named as the API's parameters are. */
export const listFilters = ['actionType', 'resourceKind', 'userUid', 'actorType', 'projectUid', 'resourceUid'] as const;
export type ListFilter = (typeof listFilters)[number];

/** What the list shows. Either a quick range, or a start and an end. */
export interface AuditFilters extends Record<ListFilter, readonly string[]> {
  range: RangeName | undefined;
  startTime: string | undefined;
  endTime: string | undefined;
  search: string;
}

const isRange = (text: string | null): text is RangeName => text !== null && text in ranges;
const timeIn = (text: string | null): string | undefined =>
  text && !Number.isNaN(Date.parse(text)) ? new Date(text).toISOString() : undefined;

/** Reads the filters from an address; what cannot be understood is left out. */
export function filtersIn(address: URLSearchParams): AuditFilters {
  const startTime = timeIn(address.get('startTime'));
  const endTime = timeIn(address.get('endTime'));
  const range = address.get('range');
  const custom = startTime !== undefined || endTime !== undefined;
  const lists = Object.fromEntries(listFilters.map((name) => [name, address.getAll(name)])) as Record<
    ListFilter,
    string[]
  >;
  return {
    ...lists,
    startTime,
    endTime,
    range: custom ? undefined : isRange(range) ? range : defaultRange,
    search: address.get('search') ?? '',
  };
}

/** Writes the filters into an address, so that a view can be shared; what is as usual is left out. */
export function addressOfFilters(filters: AuditFilters): URLSearchParams {
  const address = new URLSearchParams();
  if (filters.range && filters.range !== defaultRange) address.set('range', filters.range);
  if (filters.startTime) address.set('startTime', filters.startTime);
  if (filters.endTime) address.set('endTime', filters.endTime);
  for (const name of listFilters) for (const value of filters[name]) address.append(name, value);
  if (filters.search) address.set('search', filters.search);
  return address;
}

/** Whether anything but the time is filtered. */
export function isNarrowed(filters: AuditFilters): boolean {
  return filters.search !== '' || listFilters.some((name) => filters[name].length > 0);
}

/** First and last millisecond shown. @param now what a quick range ends at */
export function spanOf(filters: AuditFilters, now: number): { from: number; to: number } {
  if (filters.range) return { from: now - ranges[filters.range].length, to: now };
  const to = filters.endTime ? Date.parse(filters.endTime) : now;
  const from = filters.startTime ? Date.parse(filters.startTime) : to - ranges['1y'].length;
  return { from, to };
}

/**
 * The parameters of the API. A quick range has no end: what is dated a little ahead by a producer's clock is shown too.
 */
export function queryOf(filters: AuditFilters, now: number): Record<string, QueryValue> {
  const lists = Object.fromEntries(listFilters.map((name) => [name, filters[name]]));
  const startTime = filters.range ? new Date(spanOf(filters, now).from).toISOString() : filters.startTime;
  return { ...lists, startTime, endTime: filters.endTime, search: filters.search.trim() };
}
