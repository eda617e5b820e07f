import { useCallback, useMemo, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { addressOfFilters, filtersIn, type AuditFilters } from './filters';

export interface FilterState {
  filters: AuditFilters;
  /** What quick ranges end at: the moment of the last change or refresh, so that pages fit together. */
  now: number;
  /** Equal as long as the same entries are asked for. */
  key: string;
  change: (changes: Partial<AuditFilters>) => void;
  refresh: () => void;
}

/** The filters of the present address. */
export function useFilters(): FilterState {
  const { search, pathname } = useLocation();
  const navigate = useNavigate();
  const [refreshed, setRefreshed] = useState(0);
  const filters = useMemo(() => filtersIn(new URLSearchParams(search)), [search]);
  const address = addressOfFilters(filters).toString();
  const key = `${address} ${refreshed}`;
  // oxlint-disable-next-line react/exhaustive-deps -- the clock is read anew exactly when the key changes
  const now = useMemo(() => Date.now(), [key]);
  const change = useCallback(
    (changes: Partial<AuditFilters>) => {
      const next = addressOfFilters({ ...filters, ...changes }).toString();
      // At once, as with a field's own state: what was ticked must not wait for the list that it leads to.
      void navigate({ pathname, search: next }, { replace: true, flushSync: true });
    },
    [filters, navigate, pathname],
  );
  const refresh = useCallback(() => setRefreshed((count) => count + 1), []);
  return useMemo(() => ({ filters, now, key, change, refresh }), [filters, now, key, change, refresh]);
}
