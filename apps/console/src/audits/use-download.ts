import { useCallback, useRef, useState } from 'react';
import { messageOf } from '../api/api-failure';
import { send } from '../api/call';
import { useScope } from '../session/scope-context';
import { queryOf } from './filters';
import type { FilterState } from './use-filters';

export const formats = {
  csv: { type: 'text/csv', label: 'CSV' },
  ndjson: { type: 'application/x-ndjson', label: 'NDJSON' },
} as const;
export type Format = keyof typeof formats;

export type Download =
  | { state: 'idle' }
  | { state: 'running'; bytes: number; lines: number }
  | { state: 'done'; bytes: number; lines: number }
  | { state: 'failed'; message: string };

/** The browser may move what is in a Blob out of memory: pieces are put into one whenever they are so long together. */
const pieceBytes = 8 * 1024 * 1024;
/** Shown at most so often, in milliseconds. */
const showEveryMs = 100;
const newLine = 10;

/** Downloads what the filters show. A half-done download is never saved: breaking off is a failure. */
export function useDownload({ filters }: FilterState) {
  const { projectUid, name } = useScope();
  const [download, setDownload] = useState<Download>({ state: 'idle' });
  const running = useRef<AbortController>(undefined);

  const start = useCallback(
    async (format: Format) => {
      const stop = new AbortController();
      running.current = stop;
      setDownload({ state: 'running', bytes: 0, lines: 0 });
      try {
        const answer = await send('/v1/audits/export', {
          query: queryOf(filters, Date.now()),
          accept: formats[format].type,
          projectUid,
          signal: stop.signal,
        });
        const { blob, lines } = await received(answer, (bytes, seen) =>
          setDownload({ state: 'running', bytes, lines: seen }),
        );
        save(blob, `audit-logs-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}-${today()}.${format}`);
        setDownload({ state: 'done', bytes: blob.size, lines });
      } catch (error) {
        const broken = error instanceof TypeError;
        const message = broken
          ? 'The connection broke off before the end; nothing was saved. Try again.'
          : messageOf(error);
        setDownload(stop.signal.aborted ? { state: 'idle' } : { state: 'failed', message });
      }
    },
    [filters, projectUid, name],
  );
  const cancel = useCallback(() => running.current?.abort(), []);
  const dismiss = useCallback(() => setDownload({ state: 'idle' }), []);
  return { download, start, cancel, dismiss };
}

async function received(answer: Response, show: (bytes: number, lines: number) => void) {
  if (!answer.body) throw new TypeError('The answer has no body');
  const reader = answer.body.getReader();
  let blob = new Blob([]);
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let waiting = 0;
  let lines = 0;
  let shownAt = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    pieces.push(value);
    waiting += value.length;
    for (const byte of value) if (byte === newLine) lines += 1;
    if (waiting >= pieceBytes) {
      blob = new Blob([blob, ...pieces]);
      pieces = [];
      waiting = 0;
    }
    if (performance.now() - shownAt < showEveryMs) continue;
    shownAt = performance.now();
    show(blob.size + waiting, lines);
  }
  return { blob: new Blob([blob, ...pieces]), lines };
}

function save(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

const today = (): string => new Date().toISOString().slice(0, 10);
