import { occursInEntry, occursInNotes, sortedConditionsOf, whereSql } from './conditions';
import { sqlTime, type EntryFilter } from './entry-filter';
import type { ListOptions } from './list-entries';
import { withLatestNotes } from './notes';
import type { Candidate } from './search-candidates';
import { SearchPatience } from './search-patience';
import { searchSlices } from './search-slices';
import type { ScopedReader } from './scope';
import { Parameters, type SqlValues } from './sql-values';
import { statementName } from './statement-name';
import { entryColumns, entryOf, type EntryRow, type StoredEntry } from './stored-entry';

/** Entries in whose texts something occurs. */
export interface Found {
  /** Newest first. */
  entries: StoredEntry[];
  /** Where the search ran out of time: nothing that happened at this time or before it has been looked at. */
  searchedTo?: number;
}

const newestFirst = 'ORDER BY e.time DESC, e.uid DESC';

/**
 * Entries that match a filter with free text, newest first, each with its latest note.
 * @param milliseconds that it may take, about: then what was found is handed over
 */
export async function searchEntries(
  reader: ScopedReader,
  filter: EntryFilter & { search: string },
  options: ListOptions,
  milliseconds = Infinity,
): Promise<Found> {
  const patience = new SearchPatience(milliseconds);
  const wanted = options.limit + (options.offset ?? 0);
  const noted = await inNotes(reader, filter, { ...options, limit: wanted });
  const found: EntryRow[] = [];
  let past = -Infinity;
  const merged = () => newest([...found, ...noted.filter(({ time }) => time > past)], wanted);
  const page = () => withLatestNotes(reader, merged().slice(options.offset).map(entryOf));
  for await (const slice of searchSlices(reader, filter, filter.search, patience, options.before?.time)) {
    const read = () => inStretches(reader, filter, slice.stretches, { ...options, limit: wanted });
    found.push(...(await patience.read(slice.size, read)));
    past = slice.past;
    if (merged().length >= wanted || slice.last) break;
    if (patience.isOver) return { entries: await page(), searchedTo: past };
  }
  return { entries: await page() };
}

function newest(rows: EntryRow[], limit: number): EntryRow[] {
  const byUid = new Map(rows.map((row) => [row.uid, row]));
  return [...byUid.values()].sort((a, b) => b.time - a.time || (a.uid < b.uid ? 1 : -1)).slice(0, limit);
}

async function inNotes(reader: ScopedReader, filter: EntryFilter, options: ListOptions): Promise<EntryRow[]> {
  const values = new Parameters();
  const conditions = [...conditionsFor(reader, filter, options, values), occursInNotes(filter.search ?? '', values)];
  const text = `SELECT ${entryColumns} FROM audit.entry e
${whereSql(conditions)}
${newestFirst} LIMIT ${values.of(options.limit, 'int8')}`;
  const { rows } = await reader.client.query<EntryRow>({ name: statementName(text), text, values: values.list });
  return rows;
}

async function inStretches(
  reader: ScopedReader,
  filter: EntryFilter,
  stretches: readonly Candidate[],
  options: ListOptions,
): Promise<EntryRow[]> {
  if (stretches.length === 0) return [];
  const values = new Parameters();
  const matches = matchingSql(reader, filter, stretches, options, values);
  const text = `SELECT ${entryColumns} FROM ${matches} ${newestFirst} LIMIT ${values.of(options.limit, 'int8')}`;
  const { rows } = await reader.client.query<EntryRow>({ name: statementName(text), text, values: values.list });
  return rows;
}

/** The entries of some stretches that match, as a relation `e`; of each stretch the newest, no more than are wanted. */
export function matchingSql(
  reader: ScopedReader,
  filter: EntryFilter,
  stretches: readonly Candidate[],
  options: Pick<ListOptions, 'limit' | 'before'>,
  values: SqlValues,
): string {
  const projects = values.of(
    stretches.map(({ projectId }) => projectId),
    'int4[]',
  );
  const [first, last] = (['first', 'last'] as const).map((end) =>
    values.of(
      stretches.map((stretch) => sqlTime(stretch[end])),
      'text[]',
    ),
  );
  const conditions = [
    'e.project_id = s.project_id AND e.time >= s.first AND e.time <= s.last',
    ...conditionsFor(reader, filter, options, values),
    occursInEntry(filter.search ?? '', values),
  ];
  return `unnest(${projects}, ${first}::timestamptz[], ${last}::timestamptz[]) s (project_id, first, last)
CROSS JOIN LATERAL (SELECT e.* FROM audit.entry e
  ${whereSql(conditions)}
  ${newestFirst} LIMIT ${values.of(options.limit, 'int8')}) e`;
}

/** All but the text. */
function conditionsFor(
  { scope }: ScopedReader,
  filter: EntryFilter,
  { before }: Pick<ListOptions, 'before'>,
  values: SqlValues,
): string[] {
  const { stretch, columns, payload } = sortedConditionsOf(filter, scope, values);
  if (before) {
    const time = values.of(sqlTime(before.time), 'timestamptz');
    stretch.push(`e.time <= ${time}`, `(e.time, e.uid) < (${time}, ${values.of(before.uid, 'uuid')})`);
  }
  return [...stretch, ...columns, ...payload];
}
