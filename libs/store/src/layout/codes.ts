import type { ActionType, ContentMode, SourceVerification } from '@trailbook/contract';

/** Action types in the order of the roll-ups' counts; it may only grow at its end. */
export const storedActions = ['create', 'update', 'delete', 'publish', 'deploy', 'activity', 'action'] as const;

/** What stands for an action in an entry: one byte, and a letter that people can guess. */
const actionLetters: Readonly<Record<ActionType, string>> = {
  create: 'c',
  update: 'u',
  delete: 'd',
  publish: 'p',
  deploy: 'y',
  activity: 'v',
  action: 'a',
};
/** What stands for how far a source is known. */
export const verificationLetters: Readonly<Record<SourceVerification, string>> = {
  verified: 'v',
  allowed: 'a',
  unverified: 'u',
};
const modeLetters: Readonly<Record<ContentMode, string>> = { binary: 'b', structured: 's' };

const numbers = new Map<ActionType, number>(storedActions.map((action, number) => [action, number]));

/** An action's place among a roll-up's counts. @throws RangeError for one that the store doesn't know yet */
export function actionNumber(action: ActionType): number {
  const number = numbers.get(action);
  if (number === undefined) throw new RangeError(`the store has no number for action type ${action}`);
  return number;
}

const lettersActions = new Map(storedActions.map((action) => [actionLetters[action], action]));

/** The action of a letter. @throws RangeError for a letter that stands for none */
export function actionOf(letter: string): ActionType {
  const action = lettersActions.get(letter);
  if (action === undefined) throw new RangeError(`no action type has the letter ${letter}`);
  return action;
}

export const actionLetter = (action: ActionType): string => actionLetters[action];
export const modeLetter = (mode: ContentMode): string => modeLetters[mode];
export const modeOf = (letter: string): ContentMode => (letter === modeLetters.structured ? 'structured' : 'binary');

const lettersVerifications = new Map(
  Object.entries(verificationLetters).map(([verification, letter]) => [letter, verification as SourceVerification]),
);

/** How far a source is known, by its letter. @throws RangeError for a letter that stands for none */
export function verificationOf(letter: string): SourceVerification {
  const verification = lettersVerifications.get(letter);
  if (verification === undefined) throw new RangeError(`no verification of a source has the letter ${letter}`);
  return verification;
}
