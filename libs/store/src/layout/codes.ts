import { actionTypes, type ContentMode } from '@trailbook/contract';

/** Stored numbers of action types and content modes: positions in these lists, which may only grow at their end. */
export const storedActions = ['create', 'update', 'delete', 'publish', 'deploy', 'activity', 'action'] as const;
export const storedModes: readonly ContentMode[] = ['binary', 'structured'];

export type StoredAction = (typeof storedActions)[number];

const byName = new Map<string, number>(storedActions.map((action, number) => [action, number]));

/** @throws RangeError for an action type that the store has no number for yet */
export function actionNumber(action: (typeof actionTypes)[number]): number {
  const number = byName.get(action);
  if (number === undefined) throw new RangeError(`the store has no number for action type ${action}`);
  return number;
}

export const modeNumber = (mode: ContentMode): number => (mode === 'structured' ? 1 : 0);
export const modeOf = (number: number): ContentMode => storedModes[number] ?? 'binary';
