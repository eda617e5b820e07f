import type { Audit } from '@trailbook/contract';
import { memo, type MouseEvent } from 'react';
import type { NavigateFunction } from 'react-router';
import { Time } from '../parts/time';
import { ActionBadge } from './action-badge';
import { actorName, isLate } from './words';
import classes from './entry-list.module.css';

interface Props {
  entry: Audit;
  index: number;
  /** Distance from the list's top, in pixels. */
  start: number;
  height: number;
  /** It came while the list was open. */
  fresh: boolean;
  chosen: boolean;
  /** Whether the tab key leads here; the arrow keys lead on. */
  reachable: boolean;
  address: string;
  open: NavigateFunction;
  onFocus: (index: number) => void;
}

/** One entry. Plain elements: thousands of these pass by while one scrolls. */
export const EntryRow = memo(function EntryRow({ entry, index, start, height, address, open, ...state }: Props) {
  const { spec, metadata } = entry;
  const { actor, resource } = spec;
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void open(address);
  };
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      data-index={index}
      data-uid={metadata.uid}
      data-fresh={state.fresh || undefined}
      data-chosen={state.chosen || undefined}
      className={`${classes.row} ${classes.entry}`}
      style={{ transform: `translateY(${start}px)`, height }}
    >
      <div role="cell" className={classes.time}>
        <Time value={metadata.creationTimestamp} />
        {state.fresh && isLate(entry) && (
          <span className={classes.late} title="It arrived more than an hour after it happened">
            late
          </span>
        )}
      </div>
      <div role="cell" className={classes.actor} data-type={actor.actorType}>
        {actorName(actor)}
      </div>
      <div role="cell" className={classes.action}>
        <ActionBadge action={spec.actionType} />
      </div>
      <div role="cell" className={classes.kind}>
        {resource.kind}
      </div>
      <div role="cell" className={classes.resource}>
        {resource.name || resource.uid}
      </div>
      <div role="cell" className={classes.message}>
        <a
          href={address}
          onClick={follow}
          onFocus={() => state.onFocus(index)}
          tabIndex={state.reachable ? 0 : -1}
          aria-current={state.chosen ? 'true' : undefined}
        >
          {spec.actionMsg || 'Open the entry'}
        </a>
        {spec.outcome === 'failure' && <span className={classes.failed}>failed</span>}
        {spec.userMsg && (
          <span className={classes.note} title={spec.userMsg}>
            note
          </span>
        )}
      </div>
    </div>
  );
});
