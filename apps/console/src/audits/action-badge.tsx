import type { ActionType } from '@trailbook/contract';
import { actionLabels } from './words';
import classes from './action-badge.module.css';

/** The type of an action, told by its word and its colour. */
export function ActionBadge({ action }: { action: ActionType }) {
  return (
    <span className={classes.badge} data-action={action}>
      {actionLabels[action]}
    </span>
  );
}
