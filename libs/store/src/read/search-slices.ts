import { partsOf } from '../layout/search-text';
import { candidatesBefore, pendingCandidates, type Candidate } from './search-candidates';
import type { EntryFilter } from './entry-filter';
import type { SearchPatience } from './search-patience';
import type { ScopedReader } from './scope';

/** Stretches in which a text may occur; between them, down to `past`, it does not. */
export interface SearchSlice {
  /** Without overlaps, in milliseconds since 1970, both ends included. */
  stretches: Candidate[];
  /** How many they were before those without a gap between them became one. */
  size: number;
  /** All that happened later than this has been covered by this slice and those before it. */
  past: number;
  /** Whether nothing is left. */
  last: boolean;
}

const day = 86_400_000;
/** Stretches of the first slice, and of the largest: each is some hundred entries to read. */
const firstSize = 8;
const largestSize = 256;
/** Blocks of which one is looked for, at first. */
const blocksEach = 32;
const latest = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/**
 * The stretches of the log that have all words of a text, newest first, slice by slice: each begins where the one before
 * it ended, so that what is found in it comes next, and nothing is read twice.
 * @param patience bounds a slice
 * @param before nothing that happened later is asked for, in milliseconds since 1970
 */
export async function* searchSlices(
  reader: ScopedReader,
  filter: EntryFilter,
  text: string,
  patience: SearchPatience,
  before = latest,
): AsyncGenerator<SearchSlice> {
  const parts = partsOf(text);
  const from = Math.max(filter.from ?? 0, 0);
  let top = Math.min(filter.to ?? latest, before, latest);
  let waiting = within(await pendingCandidates(reader, parts, from), from, top);
  // What ends a day later begins too late: a block lies within a day.
  let unread = top + day;
  for (let size = firstSize; top >= from; size = Math.min(size * 2, largestSize, patience.stretches)) {
    while (unread > from && waiting.filter(({ last }) => last >= unread).length <= size) {
      const { candidates, oldest } = await candidatesBefore(reader, parts, {
        ...{ from, unread, top },
        blocks: size * blocksEach,
      });
      waiting.push(...within(candidates, from, top));
      unread = oldest ?? from;
      if (candidates.length === 0) break;
    }
    waiting.sort((a, b) => b.last - a.last);
    const known = unread > from ? unread - 1 : from - 1;
    const past = Math.min(Math.max(known, endOf(waiting, size)), top);
    // Blocks that end later than this, and are read first, are no progress: who goes on from here would not get further.
    if (past < top) {
      const stretches = within(waiting, past + 1, top);
      yield { stretches: united(stretches), size: stretches.length, past, last: past < from };
    }
    waiting = within(waiting, from, past);
    top = past;
  }
}

/** Where a slice of the first `size` stretches ends: at the next one, of those that end earlier than the first. */
function endOf(waiting: readonly Candidate[], size: number): number {
  const newest = waiting[0]?.last ?? -1;
  return waiting.slice(size).find(({ last }) => last < newest)?.last ?? -1;
}

/** What of the stretches lies between two times, both included. */
const within = (candidates: readonly Candidate[], from: number, to: number): Candidate[] =>
  candidates
    .map(({ projectId, first, last }) => ({ projectId, first: Math.max(first, from), last: Math.min(last, to) }))
    .filter(({ first, last }) => first <= last);

/** The same times without overlaps, project by project. */
export function united(stretches: readonly Candidate[]): Candidate[] {
  const sorted = [...stretches].sort((a, b) => a.projectId - b.projectId || a.first - b.first);
  const result: Candidate[] = [];
  for (const stretch of sorted) {
    const last = result.at(-1);
    if (last?.projectId === stretch.projectId && stretch.first <= last.last + 1) {
      last.last = Math.max(last.last, stretch.last);
    } else result.push({ ...stretch });
  }
  return result;
}
