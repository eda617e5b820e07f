import { countEntries } from './count-entries';
import type { EntryFilter } from './entry-filter';
import type { ScopedReader } from './scope';
import { day } from './whole-units';

/** What the counts of whole days say of a filter by action: each is the true number or more. */
export interface Expected {
  /** Entries that match. */
  matches: number;
  /** Entries among which they lie: those of the filter's projects and days. */
  among: number;
  /** Entries that are read to gather them through an index, which does not know of projects. */
  gathered: number;
}

/** Undefined where the filter names no action. */
export async function expectMatches(reader: ScopedReader, filter: EntryFilter): Promise<Expected | undefined> {
  const { actions, projectUids, from, to } = filter;
  if (!actions) return undefined;
  const days = {
    from: from === undefined ? undefined : Math.floor(from / day) * day,
    to: to === undefined ? undefined : Math.ceil((to + 1) / day) * day - 1,
  };
  const of = async (asked: EntryFilter) => (await countEntries(reader, { ...days, ...asked })).count;
  const matches = await of({ actions, projectUids });
  if (matches === 0) return { matches, among: 0, gathered: 0 };
  const gathered = projectUids ? await of({ actions }) : matches;
  return { matches, gathered, among: await of({ projectUids }) };
}
