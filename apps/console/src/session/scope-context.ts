import { createContext, useContext } from 'react';
import type { Scope } from './scope';

export const ScopeContext = createContext<Scope | undefined>(undefined);

/** The scope of the present page. */
export function useScope(): Scope {
  const scope = useContext(ScopeContext);
  if (!scope) throw new Error('There is no scope outside of the signed-in pages');
  return scope;
}

/** Whether the caller may do something in the present scope: what he may not is not offered. */
export function useCan(permission: string): boolean {
  return useScope().permissions.has(permission);
}
