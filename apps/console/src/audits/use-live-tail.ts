import type { Audit, AuditList } from '@trailbook/contract';
import { useCallback, useEffect, useRef, useState } from 'react';
import { messageOf } from '../api/api-failure';
import { call } from '../api/call';
import { useScope } from '../session/scope-context';
import { queryOf } from './filters';
import type { FilterState } from './use-filters';

/** Between two looks for new entries, in milliseconds. */
const pauseMs = 1_500;
/** Looked for again from so long before the list was asked for, so that nothing falls between list and tail. */
const overlapMs = 5_000;
/** So many entries that arrived are kept on screen. */
const most = 5_000;

export interface LiveTail {
  /** Paused: it was on, and goes on where it was. */
  state: 'off' | 'on' | 'paused';
  toggle: () => void;
  /** In order of arrival, the newest first. */
  arrived: readonly Audit[];
  /** Why looking for new entries fails at present. */
  problem: string | undefined;
}

/**
 * Follows the log in order of arrival, so that late and backdated entries are seen too: the list's last page has a
 * token that waits for newer entries. Paused, the token is kept, and nothing is missed.
 */
export function useLiveTail({ filters, now, key }: FilterState): LiveTail {
  const { projectUid } = useScope();
  const [on, setOn] = useState(false);
  const [tail, setTail] = useState<Tail>({ arrived: nothing });
  const [problem, setProblem] = useState<string>();
  const position = useRef({ key, token: '' });

  useEffect(() => {
    if (!on) return;
    if (position.current.key !== key) position.current = { key, token: '' };
    const stop = new AbortController();
    const query = {
      ...queryOf(filters, now),
      receivedSince: new Date(now - overlapMs).toISOString(),
      order: 'asc',
      limit: 50,
    };
    const step = async () => {
      const { items, listmeta } = await call<AuditList>('/v1/audits', {
        query: { ...query, continue: position.current.token },
        projectUid,
        signal: stop.signal,
      });
      position.current.token = listmeta.continue || listmeta.next || position.current.token;
      setProblem(undefined);
      setTail((before) => added(before, key, items));
      return listmeta.continue !== '';
    };
    const follow = async () => {
      while (!stop.signal.aborted) {
        const more = await step().catch((error: unknown) => {
          if (!stop.signal.aborted) setProblem(messageOf(error));
          return false;
        });
        if (!more) await pause(pauseMs, stop.signal);
      }
    };
    void follow();
    return () => stop.abort();
  }, [on, filters, now, key, projectUid]);

  const begun = tail.key === key;
  return {
    state: on ? 'on' : begun ? 'paused' : 'off',
    toggle: useCallback(() => setOn((before) => !before), []),
    arrived: begun ? tail.arrived : nothing,
    problem: on ? problem : undefined,
  };
}

const nothing: readonly Audit[] = [];

type Tail = { key?: string; arrived: readonly Audit[] };

function added(before: Tail, key: string, items: readonly Audit[]): Tail {
  if (before.key === key && items.length === 0) return before;
  const known = before.key === key ? before.arrived : nothing;
  const uids = new Set(known.map(({ metadata }) => metadata.uid));
  const fresh = items.filter(({ metadata }) => !uids.has(metadata.uid)).reverse();
  return { key, arrived: [...fresh, ...known].slice(0, most) };
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
