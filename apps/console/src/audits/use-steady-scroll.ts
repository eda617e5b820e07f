import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

/**
 * Keeps what is being read where it is while entries arrive above it, and counts those until they are looked at.
 * @param arrived how many entries arrived so far @param height of one of them, in pixels
 */
export function useSteadyScroll(scroller: RefObject<HTMLElement | null>, arrived: number, height: number) {
  const before = useRef(arrived);
  /** Those up to here were looked at. */
  const [seen, setSeen] = useState(arrived);
  const [away, setAway] = useState(false);
  useLayoutEffect(() => {
    const more = arrived - before.current;
    before.current = arrived;
    const list = scroller.current;
    if (list && list.scrollTop > 0 && more > 0) list.scrollTop += more * height;
  }, [scroller, arrived, height]);
  return {
    unseen: away ? arrived - seen : 0,
    onScroll: () => {
      const top = (scroller.current?.scrollTop ?? 0) < height;
      if (top !== away) return;
      setAway(!top);
      setSeen(arrived);
    },
    toTop: () => {
      scroller.current?.scrollTo({ top: 0 });
      scroller.current?.querySelector<HTMLElement>('a')?.focus({ preventScroll: true });
    },
  };
}
