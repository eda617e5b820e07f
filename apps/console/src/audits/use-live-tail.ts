import type { Audit, AuditList } from '@trailbook/contract';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { messageOf } from '../api/api-failure';
import { call } from '../api/call';
import { useScope } from '../session/scope-context';
import { queryOf } from './filters';
import type { FilterState } from './use-filters';

/** Between two looks for new entries, in milliseconds. */
const pauseMs = 1_500;
/** So many entries that arrived are kept on screen. */
const most = 5_000;

export interface LiveTail {
  /** Paused: it was on, and goes on where it was. */
  state: 'off' | 'on' | 'paused';
  toggle: () => void;
  /** In order of arrival, the newest first. */
  arrived: readonly Audit[];
  /** So many arrived, those included that are kept no more. */
  count: number;
  /** Why looking for new entries fails at present. */
  problem: string | undefined;
}

/**
 * Follows the log in order of arrival, so that late and backdated entries are seen too. It begins with the newest list,
 * exactly where that ends. Paused, its place is kept, and nothing is missed.
 * @param next the list's token for what is stored after it; undefined while the list is not there yet
 */
export function useLiveTail({ filters, now, key, refresh }: FilterState, next: string | undefined): LiveTail {
  const { projectUid } = useScope();
  const [on, setOn] = useState(false);
  const [tail, setTail] = useState<Tail>(none);
  const [problem, setProblem] = useState<string>();
  const position = useRef({ key: '', token: '' });

  useEffect(() => {
    if (!on || next === undefined) return;
    if (position.current.key !== key) position.current = { key, token: next };
    const stop = new AbortController();
    const query = { ...queryOf(filters, now), order: 'asc', limit: 50 };
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
  }, [on, filters, now, key, next, projectUid]);

  const begun = tail.key === key;
  const state = on ? 'on' : begun ? 'paused' : 'off';
  const toggle = useCallback(() => {
    setOn(state !== 'on');
    // A list of an hour ago would have the tail begin with the hour.
    if (state === 'off') refresh();
  }, [state, refresh]);
  return useMemo(() => {
    const { arrived, count } = begun ? tail : none;
    return { state, toggle, arrived, count, problem: on ? problem : undefined };
  }, [state, toggle, begun, tail, on, problem]);
}

interface Tail {
  key?: string;
  arrived: readonly Audit[];
  count: number;
}

const none: Tail = { arrived: [], count: 0 };

function added(before: Tail, key: string, items: readonly Audit[]): Tail {
  const known = before.key === key ? before : none;
  if (before.key === key && items.length === 0) return before;
  const arrived = [...items.toReversed(), ...known.arrived].slice(0, most);
  return { key, arrived, count: known.count + items.length };
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
