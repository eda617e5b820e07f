import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  Trail,
  TrailDefaults,
  TrailReconciliation,
  TrailSpec,
  TrailStatus,
  TrailTest,
  Verification,
} from '@trailbook/contract';
import { useMemo } from 'react';
import { call } from '../api/call';
import { useTenantPath } from '../api/collection';

/** How a trail stands is asked again so often, in milliseconds. */
const freshMs = 5_000;

const below = (path: string, uid: string, what = ''): string => `${path}/${encodeURIComponent(uid)}${what}`;

export function useTrail(uid: string) {
  const path = useTenantPath('auditTrails');
  return useQuery({ queryKey: ['trail', uid], queryFn: ({ signal }) => call<Trail>(below(path, uid), { signal }) });
}

export function useTrailStatus(uid: string) {
  const path = useTenantPath('auditTrails');
  return useQuery({
    queryKey: ['trail-status', uid],
    queryFn: ({ signal }) => call<TrailStatus>(below(path, uid, '/status'), { signal }),
    refetchInterval: freshMs,
  });
}

/** What a trail's AWS side needs: the external id, and the policies to paste. */
export function useTrailDefaults(query: { group: string; region: string; roleArn?: string }) {
  const path = useTenantPath('auditTrails');
  return useQuery({
    queryKey: ['trail-defaults', query],
    queryFn: ({ signal }) => call<TrailDefaults>(`${path}/defaults`, { query: { ...query }, signal }),
    staleTime: 60_000,
    // What is opened and read stays while the group or the role is typed.
    placeholderData: keepPreviousData,
  });
}

/** What can be done with a trail. Each reads again what shows trails. */
export function useTrailActions() {
  const path = useTenantPath('auditTrails');
  const queries = useQueryClient();
  return useMemo(() => {
    const read = () =>
      Promise.all(
        ['collection', 'trail', 'trail-status'].map((name) => queries.invalidateQueries({ queryKey: [name] })),
      );
    const act =
      <T>(what: string) =>
      async (uid: string, body?: unknown): Promise<T> => {
        const answer = await call<T>(below(path, uid, what), { method: 'POST', body });
        await read();
        return answer;
      };
    return {
      verify: (spec: TrailSpec, name: string, uid?: string) =>
        call<Verification>(`${path}/verify`, { method: 'POST', body: { metadata: { name, uid }, spec } }),
      save: async (spec: TrailSpec, name: string, uid?: string) => {
        const options = { method: uid ? 'PUT' : 'POST', body: { metadata: { name }, spec } } as const;
        await call(uid ? below(path, uid) : path, options);
        await read();
      },
      pause: act<void>('/pause'),
      resume: act<void>('/resume'),
      test: act<TrailTest>('/test'),
      replay: act<void>('/replay'),
      reconcile: (uid: string, startTime: string, endTime: string) =>
        call<TrailReconciliation>(below(path, uid, '/reconcile'), { query: { startTime, endTime } }),
      remove: async (uid: string) => {
        await call(below(path, uid), { method: 'DELETE' });
        await read();
      },
    };
  }, [path, queries]);
}
