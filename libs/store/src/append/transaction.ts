import type { PoolClient } from 'pg';
import { monthStart, type Parent } from '../layout/months';
import { requireAttached } from './attached';
import { bisect } from './bisect';
import { copyRows } from './copy-rows';
import { notesOfChunk, withoutCounterparts } from './counterparts';
import { addCounts } from './counts';
import { fence, moveOffsets } from './fence';
import { addDouble, type Clashes, firstOfEach, noClashes, withoutKnown } from './known';
import { keepNotStored } from './not-stored';
import type { NoteSources } from './note-sources';
import type { Row } from './rows';
import { addSearchTexts } from './search-texts';
import type { AppendChunk } from './types';

/** Rows of one partition, in order, of equals the earlier first. */
export interface MonthRows {
  of: Parent;
  month: string;
  rows: readonly Row[];
}

/** How carefully to go about it: each costs something, and is asked for only after the plain way has failed. */
export interface Care {
  /** Look up which rows are there already, instead of trusting that none is. */
  lookUp: boolean;
  /** Find out which rows the database refuses, instead of failing. */
  bisect: boolean;
}

export interface Outcome extends Clashes {
  /** The rows that the store has of this chunk. */
  stored: Row[];
  /** Of these, stored by this transaction. */
  inserted: Row[];
  /** Whether a record is to be refused for another one of this chunk. */
  refusesForOwn: boolean;
  /** Whether a look-up found any of the rows in the store. */
  metKnown: boolean;
  refused: { row: Row; error: Error }[];
}

/**
 * One transaction: fence, rows, counts and what can be searched, offsets and verdicts. What `beforeCommit` does is done before
 * anything of it can be seen.
 *
 * Nobody is told of a refusal that may turn out otherwise: were this process killed between the two, another one could find
 * the records in another order, and store what was refused. So where a record is refused for another one of its chunk, the
 * rows alone are committed, without offsets and verdicts, and the chunk is to be stored again: then it is refused for one
 * that is stored for good.
 */
export async function storeInTransaction(
  client: PoolClient,
  chunk: AppendChunk,
  months: readonly MonthRows[],
  care: Care,
  sources: NoteSources,
  beforeCommit: (outcome: Outcome) => Promise<void>,
): Promise<Outcome> {
  const outcome: Outcome = {
    ...{ stored: [], inserted: [], metKnown: false, refusesForOwn: false },
    ...{ ...noClashes(), refused: [] },
  };
  await client.query('BEGIN');
  await fence(client, chunk.epochId, chunk.ranges);
  const notes = notesOfChunk(months.flatMap(({ of, rows }) => (of === 'note' ? rows : [])));
  for (const { rows } of inTimeOrder(months)) {
    const { free, conflicts, areInner } = await withoutCounterparts(client, rows, sources, notes, outcome.inserted);
    addTo(outcome.conflicts, conflicts);
    outcome.refusesForOwn ||= areInner;
    await storeRows(client, chunk.epochId, free, care, outcome);
  }
  await requireAttached(client, months);
  const entries = outcome.inserted.filter((row) => row.of === 'entry');
  if (entries.length > 0) {
    await addCounts(client, entries);
    await addSearchTexts(client, entries);
  }
  if (!outcome.refusesForOwn) {
    await moveOffsets(client, chunk.epochId, chunk.ranges);
    await keepNotStored(client, chunk, outcome.stored);
    await beforeCommit(outcome);
  }
  await client.query('COMMIT');
  return outcome;
}

/** Stores what is new among the rows of one partition, and judges the others by what is stored. */
async function storeRows(
  client: PoolClient,
  epochId: number,
  rows: readonly Row[],
  care: Care,
  outcome: Outcome,
): Promise<void> {
  let waiting = rows;
  if (care.lookUp) {
    const { fresh, own, ...clashes } = await withoutKnown(client, epochId, rows);
    addAll(outcome, clashes);
    addTo(outcome.stored, own);
    if (fresh.length < rows.length) outcome.metKnown = true;
    waiting = fresh;
  }
  while (waiting.length > 0) {
    const { first, doubles } = firstOfEach(waiting);
    const refused = await storeFirst(client, epochId, first, care, outcome);
    // Where the database refuses the first row of a uid, the next one is judged in its place.
    waiting = refused.size === 0 ? [] : doubles.filter(({ earlier }) => refused.has(earlier)).map(({ row }) => row);
    for (const double of doubles) {
      if (refused.has(double.earlier)) continue;
      if (addDouble(outcome, double) !== 'repeat') outcome.refusesForOwn = true;
    }
  }
}

/** Stores rows that the partition lacks; returns those that the database refuses. */
async function storeFirst(
  client: PoolClient,
  epochId: number,
  rows: readonly Row[],
  care: Care,
  outcome: Outcome,
): Promise<ReadonlySet<Row>> {
  if (!care.bisect) {
    await copyRows(client, epochId, rows);
    addTo(outcome.stored, rows);
    addTo(outcome.inserted, rows);
    return new Set();
  }
  const { stored, refused } = await bisect(client, epochId, rows);
  addTo(outcome.stored, stored);
  addTo(outcome.inserted, stored);
  addTo(outcome.refused, refused);
  return new Set(refused.map(({ row }) => row));
}

function addAll(to: Clashes, { repeats, conflicts, taken }: Clashes): void {
  addTo(to.repeats, repeats);
  addTo(to.conflicts, conflicts);
  addTo(to.taken, taken);
}

/** Not by `push(...)`, which takes as many arguments as the stack has room for. */
function addTo<T>(to: T[], more: readonly T[]): void {
  for (const one of more) to.push(one);
}

/** Two writers lock partitions and their keys in one order. */
function inTimeOrder(months: readonly MonthRows[]): MonthRows[] {
  return [...months].sort((a, b) => a.of.localeCompare(b.of) || monthStart(a.month) - monthStart(b.month));
}
