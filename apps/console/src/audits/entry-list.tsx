import type { Audit } from '@trailbook/contract';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowUp } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useRef, useState, type KeyboardEvent } from 'react';
import { useNavigate } from 'react-router';
import { EntryRow } from './entry-row';
import { useSteadyScroll } from './use-steady-scroll';
import { counted } from './words';
import classes from './entry-list.module.css';

const heights = { wide: 44, narrow: 84 };
/** So many rows before the end, the next page is asked for. */
const ahead = 40;
const overscan = 12;

interface Props {
  entries: readonly Audit[];
  /** They are those of the filters before; others are asked for. */
  busy: boolean;
  /** All that match, also those not loaded yet. */
  total: number | undefined;
  /** Those on top that came while the list was open. */
  fresh: ReadonlySet<string>;
  /** How many came so, those included that are kept no more. */
  arrived: number;
  chosen: string | undefined;
  hasMore: boolean;
  loadMore: () => void;
  addressOf: (uid: string) => string;
}

/** The list itself: only the rows in view exist, however many are loaded. Arrow keys move, Enter opens. */
export function EntryList({ entries, busy, total, fresh, arrived, chosen, hasMore, loadMore, addressOf }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const navigate = useNavigate();
  const narrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  const height = narrow ? heights.narrow : heights.wide;
  const [focused, setFocused] = useState(0);
  const rows = useVirtualizer({
    count: entries.length + (hasMore ? 1 : 0),
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan,
  });
  const items = rows.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  /** The tab key leads to the row last used, or, when that was scrolled away, to one in view. */
  const reachable = items.some(({ index }) => index === focused) ? focused : items[items.length >> 1]?.index;
  useEffect(() => rows.measure(), [height, rows]);
  useEffect(() => {
    if (hasMore && last >= entries.length - ahead) loadMore();
  }, [last, entries.length, hasMore, loadMore]);

  const steady = useSteadyScroll(scroller, arrived, height);
  const [shifted, setShifted] = useState(fresh.size);
  if (shifted !== fresh.size) {
    // What came on top moved the others down, the one with the focus too.
    setShifted(fresh.size);
    setFocused(focused + fresh.size - shifted);
  }
  const showChosen = useEffectEvent(() => {
    const index = entries.findIndex(({ metadata }) => metadata.uid === chosen);
    if (index >= 0) rows.scrollToIndex(index);
  });
  useEffect(() => showChosen(), [chosen]);

  /** The row that the keyboard is to go on in, until it exists: one far away comes only with the scrolling. */
  const wanted = useRef<number>(undefined);
  const focusWanted = () => {
    const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"] a`);
    if (!row) return;
    wanted.current = undefined;
    row.focus({ preventScroll: true });
  };
  useEffect(focusWanted);

  const moveTo = (index: number) => {
    const next = Math.max(0, Math.min(entries.length - 1, index));
    setFocused(next);
    rows.scrollToIndex(next);
    wanted.current = next;
    focusWanted();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? height) / height) - 1);
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, j: 1, k: -1 };
    const step = steps[event.key];
    if (step !== undefined) moveTo(focused + step);
    else if (event.key === 'Home') moveTo(0);
    else if (event.key === 'End') moveTo(entries.length - 1);
    else return;
    event.preventDefault();
  };

  return (
    <div
      role="table"
      aria-label="Entries of the log"
      aria-rowcount={total ?? -1}
      aria-busy={busy}
      className={classes.table}
    >
      <div role="rowgroup" className={classes.head}>
        <div role="row" className={classes.row}>
          {['Time', 'User', 'Action', 'Resource type', 'Resource', 'Message'].map((name) => (
            <div role="columnheader" key={name}>
              {name}
            </div>
          ))}
        </div>
      </div>
      {steady.unseen > 0 && (
        <Button
          size="compact-sm"
          radius="xl"
          className={classes.unseen}
          leftSection={<IconArrowUp size={14} aria-hidden />}
          onClick={steady.toTop}
        >
          {counted.format(steady.unseen)} new
        </Button>
      )}
      <div
        role="rowgroup"
        ref={scroller}
        className={classes.scroller}
        onKeyDown={onKeyDown}
        onScroll={steady.onScroll}
        data-testid="entries"
      >
        <div role="presentation" className={classes.space} style={{ height: rows.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const entry = entries[index];
            const style = { transform: `translateY(${start}px)`, height };
            if (!entry) {
              return (
                <div key="more" role="row" className={classes.more} style={style}>
                  <div role="cell">Loading more …</div>
                </div>
              );
            }
            const { uid } = entry.metadata;
            return (
              <EntryRow
                key={uid}
                entry={entry}
                index={index}
                start={start}
                height={height}
                fresh={fresh.has(uid)}
                chosen={uid === chosen}
                reachable={index === reachable}
                address={addressOf(uid)}
                open={navigate}
                onFocus={setFocused}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}
