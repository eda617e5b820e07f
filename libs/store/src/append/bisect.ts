import type { PoolClient } from 'pg';
import { verdictOf } from './classify';
import { copyRows } from './copy-rows';
import type { Row } from './rows';

/**
 * Stores what can be stored and finds the rows that the database refuses, by halves: of n rows with one bad, about
 * 2 × log2(n) attempts. Errors that don't judge a row are thrown.
 */
export async function bisect(
  client: PoolClient,
  epochId: number,
  rows: readonly Row[],
): Promise<{ stored: Row[]; refused: { row: Row; error: Error }[] }> {
  const stored: Row[] = [];
  const refused: { row: Row; error: Error }[] = [];
  const waiting: (readonly Row[])[] = rows.length > 0 ? [rows] : [];
  for (let part = waiting.pop(); part; part = waiting.pop()) {
    await client.query('SAVEPOINT part');
    try {
      await copyRows(client, epochId, part);
      await client.query('RELEASE SAVEPOINT part');
      stored.push(...part);
    } catch (error) {
      if (verdictOf(error) !== 'row') throw error;
      await client.query('ROLLBACK TO SAVEPOINT part');
      await client.query('RELEASE SAVEPOINT part');
      const [only] = part;
      if (part.length === 1 && only) {
        refused.push({ row: only, error: error as Error });
      } else {
        const half = part.length >> 1;
        waiting.push(part.slice(half), part.slice(0, half));
      }
    }
  }
  return { stored, refused };
}
