import { useQuery } from '@tanstack/react-query';
import type { Me } from '@trailbook/contract';
import { useSyncExternalStore } from 'react';
import { call } from '../api/call';
import { session } from './session';

/** The mark of the session; null where nobody is signed in. */
export function useSession(): string | null {
  return useSyncExternalStore(session.subscribe, session.mark);
}

/** Who is signed in, with what he may do where. */
export function useMe() {
  const mark = useSession();
  return useQuery({
    queryKey: ['me', mark],
    queryFn: ({ signal }) => call<Me>('/v1/me', { signal }),
    enabled: mark !== null,
    staleTime: 60_000,
  });
}
