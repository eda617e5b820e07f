import type { Timeline } from '@trailbook/contract';
import { memo, useMemo, useRef, useState, type PointerEvent } from 'react';
import { localText } from '../parts/time';
import { spanOf } from './filters';
import { barsOf, type Bar } from './timeline-bars';
import type { FilterState } from './use-filters';
import { counted } from './words';
import classes from './timeline-chart.module.css';

interface Props {
  timeline: Timeline;
  /** What is dragged over becomes its range, or the one bar that was clicked. */
  state: FilterState;
}

/**
 * Entries along the time. Dragging chooses a range; by keyboard, and for screen readers, the same is done with the
 * custom range beside it.
 */
export const TimelineChart = memo(function TimelineChart({ timeline, state }: Props) {
  const { from, to } = spanOf(state.filters, state.now);
  const bars = useMemo(() => barsOf(timeline, { from, to }), [timeline, from, to]);
  const area = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<{ first: number; last: number }>();
  const [pointed, setPointed] = useState<number>();
  const highest = Math.max(1, ...bars.map(({ count }) => count));

  const barAt = (event: PointerEvent): number => {
    const slots = [...(area.current?.children ?? [])];
    const index = slots.findIndex((slot) => event.clientX < slot.getBoundingClientRect().right);
    return index < 0 ? bars.length - 1 : index;
  };
  const begin = (event: PointerEvent) => {
    if (event.button !== 0) return;
    area.current?.setPointerCapture(event.pointerId);
    const bar = barAt(event);
    setDrag({ first: bar, last: bar });
  };
  const move = (event: PointerEvent) => {
    const bar = barAt(event);
    setPointed(bar);
    setDrag((drawn) => drawn && { ...drawn, last: bar });
  };
  const finish = () => {
    if (!drag) return;
    setDrag(undefined);
    const start = bars[Math.min(drag.first, drag.last)];
    const end = bars[Math.max(drag.first, drag.last)];
    if (start && end) state.change({ range: undefined, startTime: iso(start.from), endTime: iso(end.to - 1) });
  };
  const chosen = (index: number): boolean =>
    drag !== undefined && index >= Math.min(drag.first, drag.last) && index <= Math.max(drag.first, drag.last);
  const shown = pointed === undefined ? undefined : bars[pointed];

  return (
    <div className={classes.chart}>
      <div
        ref={area}
        className={classes.area}
        role="img"
        aria-label={summary(bars)}
        data-testid="timeline"
        onPointerDown={begin}
        onPointerMove={move}
        onPointerUp={finish}
        onPointerCancel={() => setDrag(undefined)}
        onPointerLeave={() => setPointed(undefined)}
      >
        {bars.map((bar, index) => (
          <div
            key={bar.from}
            className={classes.slot}
            style={{ flexGrow: bar.to - bar.from }}
            data-chosen={chosen(index) || undefined}
          >
            <div
              className={classes.bar}
              style={{ height: `${bar.count && Math.max(4, (bar.count / highest) * 100)}%` }}
            />
          </div>
        ))}
      </div>
      <div className={classes.axis} aria-hidden>
        <span>{localText(iso(from))}</span>
        <span className={classes.pointed}>
          {shown ? `${localText(iso(shown.from))} · ${counted.format(shown.count)}` : 'Drag to choose a range'}
        </span>
        <span>{localText(iso(to))}</span>
      </div>
    </div>
  );
});

const iso = (time: number): string => new Date(time).toISOString();

function summary(bars: readonly Bar[]): string {
  const total = bars.reduce((sum, { count }) => sum + count, 0);
  const most = bars.reduce<Bar | undefined>((best, bar) => (best && best.count >= bar.count ? best : bar), undefined);
  if (!most || total === 0) return 'Timeline: no entries';
  return `Timeline: ${total} entries, most of them, ${most.count}, from ${localText(iso(most.from))} on`;
}
