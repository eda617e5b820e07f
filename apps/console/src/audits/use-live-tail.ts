import type { Audit, AuditList } from '@trailbook/contract';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiFailure, messageOf } from '../api/api-failure';
import { call, type Call } from '../api/call';
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
  on: boolean;
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
  const [tail, setTail] = useState<{ key: string; arrived: readonly Audit[] }>({ key, arrived: [] });
  const [problem, setProblem] = useState<string>();
  const position = useRef<Position>({ key, token: '' });

  useEffect(() => {
    if (!on) return;
    if (position.current.key !== key) position.current = { key, token: '' };
    const stop = new AbortController();
    const receivedSince = new Date(now - overlapMs).toISOString();
    const step = async () => {
      const page = await nextPage(
        position.current,
        { ...queryOf(filters, now), receivedSince },
        projectUid,
        stop.signal,
      );
      setProblem(undefined);
      if (page.items.length > 0) setTail((before) => added(before, key, page.items));
      return page.more;
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

  return {
    on,
    toggle: useCallback(() => setOn((before) => !before), []),
    arrived: tail.key === key ? tail.arrived : nothing,
    problem: on ? problem : undefined,
  };
}

const nothing: readonly Audit[] = [];

interface Position {
  key: string;
  token: string;
  /** The server knows no order of arrival: what arrived is asked for again and again. */
  unordered?: boolean;
}

/** The entries that arrived since the last look, in order of arrival. */
async function nextPage(
  position: Position,
  asked: Call['query'],
  projectUid: string | undefined,
  signal: AbortSignal,
): Promise<{ items: Audit[]; more: boolean }> {
  if (position.unordered) {
    const { items } = await call<AuditList>('/v1/audits', { query: { ...asked, limit: 50 }, projectUid, signal });
    return { items: items.reverse(), more: false };
  }
  const query = { ...asked, order: 'asc', limit: 50, continue: position.token };
  try {
    const { items, listmeta } = await call<AuditList>('/v1/audits', { query, projectUid, signal });
    position.token = listmeta.continue || listmeta.next || position.token;
    return { items, more: listmeta.continue !== '' };
  } catch (error) {
    if (!(error instanceof ApiFailure) || error.body.details?.field !== 'order') throw error;
    position.unordered = true;
    return { items: [], more: true };
  }
}

function added(before: { key: string; arrived: readonly Audit[] }, key: string, items: readonly Audit[]) {
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
