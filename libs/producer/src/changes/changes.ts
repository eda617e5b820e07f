import { isDeepStrictEqual } from 'node:util';
import { createPatch } from 'rfc6902';
import { bounded } from './bounded';
import { toJson, type Json } from './json';
import { Masking } from './masking';
import { PatchedState, type Edit } from './patched-state';
import { storable } from './text';

/** One change: without `before` the value is new, without `after` it is gone. */
export interface Change {
  path: string;
  before?: Json;
  after?: Json;
}

export interface Changes {
  list: Change[];
  /** Changes that found no room. */
  omitted: number;
}

export const MAX_CHANGES = 500;
/** Code units of JSON for all changes together: an event has at most 256 KiB, in which a unit takes up to three bytes. */
export const MAX_CHANGES_LENGTH = 48 * 1024;
const MAX_PATH_LENGTH = 1024;

/** Cells of the edit-distance tables that one comparison may fill before arrays are compared as a whole. */
const COMPARISON_BUDGET = 20_000;
const MAX_CELLS_PER_ARRAY = 2_500;
class BudgetSpent extends Error {}

/**
 * What changed between two states of a resource, as a JSON diff: the changes apply one after the other, as those of a
 * JSON Patch do. A state that is `undefined` is that of a resource which does not exist.
 * @param secretPaths see {@link Masking}: no value below them is in the result.
 */
export function changesBetween(before: unknown, after: unknown, secretPaths: readonly string[]): Changes {
  const masking = new Masking(secretPaths);
  const from = masking.hide(toJson(before));
  const to = masking.hide(toJson(after));
  const state = new PatchedState(from);
  const all = compare(from, to).map((edit) => ({ ...edit, ...state.apply(edit) }));
  return fit(all, masking);
}

function compare(from: Json, to: Json): Edit[] {
  try {
    return edits(from, to, withinBudget());
  } catch (error) {
    if (error instanceof BudgetSpent) return edits(from, to, arraysAsOne);
    throw error;
  }
}

type Differ = (from: unknown, to: unknown, pointer: { toString(): string }) => Edit[] | void;

function edits(from: Json, to: Json, differ: Differ): Edit[] {
  return createPatch(from, to, differ).filter(isEdit);
}

function isEdit(operation: { op: string; path: string }): operation is Edit {
  return operation.op === 'add' || operation.op === 'remove' || operation.op === 'replace';
}

/** The edit distance of two arrays costs the product of their lengths, again for every nested pair: it is rationed. */
function withinBudget(): Differ {
  let spent = 0;
  return (from, to) => {
    if (!Array.isArray(from) || !Array.isArray(to)) return;
    const cells = from.length * to.length;
    spent += Math.max(cells, from.length, to.length);
    const longest = Math.max(from.length, to.length);
    if (cells > MAX_CELLS_PER_ARRAY || longest > MAX_CELLS_PER_ARRAY || spent > COMPARISON_BUDGET)
      throw new BudgetSpent();
  };
}

const arraysAsOne: Differ = (from, to, pointer) => {
  if (!Array.isArray(from) || !Array.isArray(to)) return;
  return isDeepStrictEqual(from, to) ? [] : [{ op: 'replace', path: pointer.toString(), value: to as Json }];
};

function fit(all: (Edit & { before?: Json })[], masking: Masking): Changes {
  const list: Change[] = [];
  let room = MAX_CHANGES_LENGTH;
  for (const edit of all) {
    const change: Change = { path: storable(edit.path) };
    if (edit.before !== undefined) change.before = bounded(masking.reveal(edit.before));
    if (edit.op !== 'remove') change.after = bounded(masking.reveal(edit.value));
    room -= JSON.stringify(change).length;
    if (list.length === MAX_CHANGES || room < 0 || change.path.length > MAX_PATH_LENGTH) break;
    list.push(change);
  }
  return { list, omitted: all.length - list.length };
}
