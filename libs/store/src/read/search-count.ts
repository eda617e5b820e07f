import { occursInEntry, occursInNotes, sortedConditionsOf, whereSql } from './conditions';
import type { EntryFilter } from './entry-filter';
import type { EntryCount } from './count-entries';
import type { Candidate } from './search-candidates';
import { matchingSql } from './search-entries';
import { SearchPatience } from './search-patience';
import { searchSlices } from './search-slices';
import type { ScopedReader } from './scope';
import { Parameters } from './sql-values';
import { statementName } from './statement-name';

/** Counting stops there. */
const most = 10_000;

/**
 * How many entries match a filter with free text: counted up to 10,000, and for no longer than about so many milliseconds. A
 * count that stopped is a lower bound.
 */
export async function countFound(
  reader: ScopedReader,
  filter: EntryFilter & { search: string },
  milliseconds = 500,
): Promise<EntryCount> {
  const patience = new SearchPatience(milliseconds);
  let count = Math.min(most, await countNoted(reader, filter));
  for await (const { stretches, size } of searchSlices(reader, filter, filter.search, patience)) {
    count += await patience.read(size, () => countIn(reader, filter, stretches));
    if (count >= most) return { count: most, exact: false };
    if (patience.isOver) return { count, exact: false };
  }
  return { count, exact: true };
}

async function countIn(
  reader: ScopedReader,
  filter: EntryFilter & { search: string },
  stretches: readonly Candidate[],
): Promise<number> {
  if (stretches.length === 0) return 0;
  const values = new Parameters();
  const matches = matchingSql(reader, filter, stretches, { limit: most }, values);
  return countOf(reader, `SELECT FROM ${matches} LIMIT ${most}`, values);
}

/** Those whose notes alone have the text. */
async function countNoted(reader: ScopedReader, filter: EntryFilter & { search: string }): Promise<number> {
  const values = new Parameters();
  const { stretch, columns, payload } = sortedConditionsOf(filter, reader.scope, values);
  const found = [occursInNotes(filter.search, values), `NOT ${occursInEntry(filter.search, values)}`];
  const conditions = whereSql([...stretch, ...columns, ...payload, ...found]);
  return countOf(reader, `SELECT FROM audit.entry e ${conditions} LIMIT ${most}`, values);
}

async function countOf({ client }: ScopedReader, matches: string, values: Parameters): Promise<number> {
  const text = `SELECT count(*)::float8 AS count FROM (${matches}) m`;
  const { rows } = await client.query<{ count: number }>({ name: statementName(text), text, values: values.list });
  return rows[0]?.count ?? 0;
}
