import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { Audit, AuditList, Facets, Timeline } from '@trailbook/contract';
import { useMemo } from 'react';
import { call } from '../api/call';
import { useScope } from '../session/scope-context';
import { queryOf, spanOf } from './filters';
import type { FilterState } from './use-filters';

/** The most that the API gives at once. */
const pageSize = 50;

/** The list is what is waited for: what is costly to count comes after it. */
const begin = { count: 'false', follow: 'true' };

/** The entries that match, newest first, a page at a time: each is asked for with the token of the one before it. */
export function useEntries(state: FilterState) {
  const { filters, key, now } = state;
  const { projectUid } = useScope();
  const query = useInfiniteQuery({
    queryKey: ['audits', projectUid, key],
    queryFn: ({ pageParam, signal }) =>
      call<AuditList>('/v1/audits', {
        query: { ...queryOf(filters, now), limit: pageSize, ...(pageParam ? { continue: pageParam } : begin) },
        projectUid,
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ listmeta }) => listmeta.continue || undefined,
    staleTime: Infinity,
    // Until the answer to other filters is there, the last one stays: no flicker, and nothing jumps.
    placeholderData: keepPreviousData,
    // Comparing 100,000 entries with themselves at each new page would cost more than showing them.
    structuralSharing: false,
  });
  const entries = useMemo<Audit[]>(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  const meta = query.data?.pages[0]?.listmeta;
  /** For what is stored after this list. */
  const next = query.isPlaceholderData ? undefined : meta?.next;
  const untold = meta?.countExact === false;
  const counted = useCount(state, untold && !query.isPlaceholderData);
  const { count: total, countExact } = (untold ? counted.data?.listmeta : meta) ?? {};
  return { query, entries, total, exact: countExact !== false, next };
}

/** How many entries match, where their list did not tell. */
function useCount({ filters, key, now }: FilterState, wanted: boolean) {
  const { projectUid } = useScope();
  return useQuery({
    queryKey: ['count', projectUid, key],
    queryFn: ({ signal }) =>
      call<AuditList>('/v1/audits', { query: { ...queryOf(filters, now), limit: 1 }, projectUid, signal }),
    enabled: wanted,
    staleTime: Infinity,
  });
}

/** Longer than this, days are counted instead of hours. */
const longestInHours = 8 * 86_400_000;

/**
 * Entries along the time.
 * @param listed false while the list waits for the same filters' answer: some are costly to count all of, and the list
 *   is what is waited for
 */
export function useTimeline({ filters, key, now }: FilterState, listed: boolean) {
  const { projectUid } = useScope();
  const { from, to } = spanOf(filters, now);
  const interval = to - from <= longestInHours ? 'hour' : 'day';
  return useQuery({
    queryKey: ['timeline', projectUid, key, interval],
    queryFn: ({ signal }) =>
      call<Timeline>('/v1/audits/timeline', {
        query: { ...queryOf(filters, now), startTime: new Date(from).toISOString(), interval },
        projectUid,
        signal,
      }),
    enabled: listed,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });
}

/** The values to choose filters from: those that occur in the time shown. */
export function useFacets({ filters, now }: FilterState) {
  const { projectUid } = useScope();
  const { startTime, endTime, range } = filters;
  return useQuery({
    queryKey: ['facets', projectUid, range, startTime, endTime],
    queryFn: ({ signal }) => {
      const { startTime: start, endTime: end } = queryOf(filters, now);
      return call<Facets>('/v1/audits/facets', { query: { startTime: start, endTime: end }, projectUid, signal });
    },
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
}
