import type { PoolClient } from 'pg';
import { monthStart, type Parent } from '../layout/months';
import { bisect } from './bisect';
import { copyRows } from './copy-rows';
import { addCounts } from './counts';
import { fence } from './fence';
import { type Sorted, withoutKnown } from './known';
import type { Row } from './rows';
import { addSearchTexts } from './search-texts';
import type { AppendChunk } from './types';

/** Rows of one partition, in order, without doubles. */
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

export interface Outcome {
  stored: Row[];
  repeats: Row[];
  taken: Row[];
  refused: { row: Row; error: Error }[];
}

/** One transaction: fence, rows, counts and what can be searched. What `beforeCommit` does is done before anything of it can be seen. */
export async function storeInTransaction(
  client: PoolClient,
  chunk: AppendChunk,
  months: readonly MonthRows[],
  care: Care,
  beforeCommit: (outcome: Outcome) => Promise<void>,
): Promise<Outcome> {
  const outcome: Outcome = { stored: [], repeats: [], taken: [], refused: [] };
  await client.query('BEGIN');
  await fence(client, chunk.epochId, chunk.ranges);
  for (const { rows } of inTimeOrder(months)) {
    const known: Sorted = care.lookUp ? await withoutKnown(client, rows) : { fresh: [...rows], repeats: [], taken: [] };
    outcome.repeats.push(...known.repeats);
    outcome.taken.push(...known.taken);
    if (care.bisect) {
      const { stored, refused } = await bisect(client, chunk.epochId, known.fresh);
      outcome.stored.push(...stored);
      outcome.refused.push(...refused);
    } else {
      await copyRows(client, chunk.epochId, known.fresh);
      outcome.stored.push(...known.fresh);
    }
  }
  const entries = outcome.stored.filter((row) => row.of === 'entry');
  if (entries.length > 0) {
    await addCounts(client, entries);
    await addSearchTexts(client, entries);
  }
  await beforeCommit(outcome);
  await client.query('COMMIT');
  return outcome;
}

/** Two writers lock partitions and their keys in one order. */
function inTimeOrder(months: readonly MonthRows[]): MonthRows[] {
  return [...months].sort((a, b) => a.of.localeCompare(b.of) || monthStart(a.month) - monthStart(b.month));
}
