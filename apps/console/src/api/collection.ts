import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ListMeta } from '@trailbook/contract';
import { useCallback, useMemo } from 'react';
import { useScope } from '../session/scope-context';
import { call } from './call';

/** A list is read to its end, at most so many pages: what has more needs a page of its own. */
const mostPages = 40;

type Filter = Readonly<Record<string, string>> | undefined;

interface List<T> {
  items: T[];
  listmeta?: ListMeta;
}

async function all<T>(path: string, projectUid: string | undefined, filter: Filter, signal: AbortSignal): Promise<T[]> {
  const found: T[] = [];
  let token: string | undefined = '';
  for (let page = 0; page < mostPages && token !== undefined; page += 1) {
    const list: List<T> = await call(path, { query: { ...filter, limit: 50, continue: token }, projectUid, signal });
    found.push(...list.items);
    token = list.listmeta?.continue || undefined;
  }
  return found;
}

/** The path of something that belongs to the caller's tenant. */
export function useTenantPath(name: string): string {
  return `/v1/tenants/${encodeURIComponent(useScope().tenantUid)}/${name}`;
}

/**
 * Everything in a collection of the API.
 * @param enabled false where the caller may not see it
 * @param filter of which only a part is wanted
 */
export function useCollection<T>(path: string, enabled = true, filter?: Filter) {
  const { projectUid } = useScope();
  return useQuery({
    queryKey: ['collection', projectUid, path, filter],
    queryFn: ({ signal }) => all<T>(path, projectUid, filter, signal),
    enabled,
  });
}

/** Changes a collection, and reads again what shows it. */
export function useChanges(path: string) {
  const { projectUid } = useScope();
  const queries = useQueryClient();
  const change = useCallback(
    async <T>(method: 'POST' | 'PUT' | 'DELETE', below: string, body?: unknown): Promise<T> => {
      const answer = await call<T>(path + below, { method, body, projectUid });
      await queries.invalidateQueries({ queryKey: ['collection', projectUid] });
      return answer;
    },
    [path, projectUid, queries],
  );
  return useMemo(
    () => ({
      add: <T = { uid: string }>(body: unknown) => change<T>('POST', '', body),
      replace: (uid: string, body: unknown) => change<void>('PUT', `/${encodeURIComponent(uid)}`, body),
      remove: (uid: string) => change<void>('DELETE', `/${encodeURIComponent(uid)}`),
      removeAll: () => change<void>('DELETE', ''),
    }),
    [change],
  );
}
