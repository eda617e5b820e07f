import { useQuery } from '@tanstack/react-query';
import type { Me } from '@trailbook/contract';
import { useSyncExternalStore } from 'react';
import { call } from '../api/call';
import { session } from './session';

export function useToken(): string | null {
  return useSyncExternalStore(session.subscribe, session.token);
}

/** What is known of the caller belongs to his token. */
export const meKey = (token: string | null) => ['me', token] as const;

/** Who is signed in, with what he may do where. */
export function useMe() {
  const token = useToken();
  return useQuery({
    queryKey: meKey(token),
    queryFn: ({ signal }) => call<Me>('/v1/me', { signal }),
    enabled: token !== null,
    staleTime: 60_000,
  });
}
