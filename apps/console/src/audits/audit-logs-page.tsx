import { Button, Skeleton, Stack } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconBook2 } from '@tabler/icons-react';
import { lazy, Suspense, useCallback, useLayoutEffect, useMemo, useRef } from 'react';
import { useLocation, useNavigate, useParams } from 'react-router';
import { Empty } from '../parts/empty';
import { Failure } from '../parts/failure';
import { useTitle } from '../parts/use-title';
import { useScope } from '../session/scope-context';
import { EntryList } from './entry-list';
import { FilterBar } from './filter-bar';
import { isNarrowed, type AuditFilters } from './filters';
import { LogHead } from './log-head';
import { useEntries, useTimeline } from './queries';
import { TimelineChart } from './timeline-chart';
import { useFilters } from './use-filters';
import { useLiveTail } from './use-live-tail';
import classes from './audit-logs-page.module.css';

const EntryPanel = lazy(async () => ({ default: (await import('../entry/entry-panel')).EntryPanel }));

/** The log of the tenant, or of one project: filters, timeline, list, and the entry that the address names. */
export function AuditLogsPage() {
  useTitle('Audit Logs');
  const { base } = useScope();
  const { uid } = useParams();
  const { search } = useLocation();
  const navigate = useNavigate();
  const state = useFilters();
  const { query, entries: listed, total, exact, next } = useEntries(state);
  const timeline = useTimeline(state, !query.isPlaceholderData);
  const tail = useLiveTail(state, next);
  const { hasNextPage, isFetching, fetchNextPage, isFetchNextPageError } = query;
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetching && !isFetchNextPageError) void fetchNextPage();
  }, [hasNextPage, isFetching, isFetchNextPageError, fetchNextPage]);
  const { arrived } = tail;
  const { entries, fresh } = useMemo(() => {
    const uids: ReadonlySet<string> = new Set(arrived.map(({ metadata }) => metadata.uid));
    return { entries: arrived.length > 0 ? [...arrived, ...listed] : listed, fresh: uids };
  }, [listed, arrived]);
  const addressOf = useCallback(
    (entry: string) => `${base}/audit-logs/${encodeURIComponent(entry)}${search}`,
    [base, search],
  );
  const show = useCallback((changes: Partial<AuditFilters>) => state.change({ ...everything, ...changes }), [state]);
  const close = useCallback(() => void navigate(`${base}/audit-logs${search}`), [navigate, base, search]);
  const covered = useMediaQuery('(max-width: 62em)', undefined, { getInitialValueInEffect: false });
  useFocusBack(uid);

  return (
    <div className={classes.page} data-open={uid !== undefined || undefined}>
      <div className={classes.log} inert={covered && uid !== undefined}>
        <LogHead state={state} tail={tail} total={total === undefined ? undefined : total + tail.count} exact={exact} />
        <FilterBar state={state} />
        {timeline.data && <TimelineChart timeline={timeline.data} state={state} />}
        {query.isPending && <ListSkeleton />}
        {query.isError && (
          <div className={classes.notice}>
            <Failure
              error={query.error}
              retry={() => void (entries.length > 0 ? query.fetchNextPage() : query.refetch())}
            />
          </div>
        )}
        {query.isSuccess && entries.length === 0 && (
          <Empty
            icon={IconBook2}
            title={isNarrowed(state.filters) ? 'No entry matches' : 'Nothing happened in this time'}
            action={
              <Button variant="default" onClick={() => state.change(everything)}>
                Show everything of the last year
              </Button>
            }
          >
            Choose a longer time or fewer filters.
          </Empty>
        )}
        {entries.length > 0 && (
          <EntryList
            key={state.key}
            entries={entries}
            busy={query.isPlaceholderData}
            total={total}
            fresh={fresh}
            arrived={tail.count}
            chosen={uid}
            hasMore={hasNextPage}
            loadMore={loadMore}
            addressOf={addressOf}
          />
        )}
      </div>
      {uid !== undefined && (
        <Suspense>
          <EntryPanel uid={uid} entries={entries} addressOf={addressOf} close={close} show={show} />
        </Suspense>
      )}
    </div>
  );
}

/** When the open entry is closed, the keyboard goes on at its row, in the same moment. */
function useFocusBack(uid: string | undefined): void {
  const before = useRef(uid);
  useLayoutEffect(() => {
    if (uid === undefined && before.current !== undefined) {
      document.querySelector<HTMLElement>(`[data-uid="${CSS.escape(before.current)}"] a`)?.focus();
    }
    before.current = uid;
  }, [uid]);
}

const everything: AuditFilters = {
  range: '1y',
  startTime: undefined,
  endTime: undefined,
  search: '',
  actionType: [],
  resourceKind: [],
  userUid: [],
  actorType: [],
  projectUid: [],
  resourceUid: [],
};

function ListSkeleton() {
  return (
    <Stack gap="xs" p="lg" role="status" aria-label="Loading entries">
      {Array.from({ length: 12 }, (_, index) => (
        <Skeleton key={index} height={28} />
      ))}
    </Stack>
  );
}
