import type { PoolClient } from 'pg';
import { hasIdentityOf, storedIdentities } from './known';
import type { NoteSources } from './note-sources';
import type { Row } from './rows';

/** The notes of a chunk, by tenant and uid. */
export type NotesOfChunk = ReadonlyMap<string, Row>;

const keyOf = ({ numbers, envelope }: Row): string => `${numbers.tenantId} ${envelope.uid}`;

export const notesOfChunk = (notes: readonly Row[]): NotesOfChunk =>
  // Of equals the earlier one.
  new Map([...notes].reverse().map((note) => [keyOf(note), note]));

interface Counterparts {
  free: readonly Row[];
  conflicts: Row[];
  /** Whether a conflict is with a record of this chunk, which is not committed. */
  areInner: boolean;
}

/**
 * Tells apart the rows whose identity a record of the other type has: an event that claims a note's, a note that claims an
 * event's. Entries of a chunk are stored before its notes, so that these find them.
 * @param inserted what this transaction has stored
 */
export async function withoutCounterparts(
  client: PoolClient,
  rows: readonly Row[],
  sources: NoteSources,
  notes: NotesOfChunk,
  inserted: readonly Row[],
): Promise<Counterparts> {
  const suspects = rows.filter(({ of, numbers }) => of === 'note' || sources.has(numbers.sourceId));
  const [first] = suspects;
  if (first === undefined) return { free: rows, conflicts: [], areInner: false };
  const other = first.of === 'entry' ? 'note' : 'entry';
  const stored = await storedIdentities(client, other, first.month, suspects);
  const known = suspects.filter((row, position) => {
    const there = stored.get(position);
    return there !== undefined && hasIdentityOf(row, there);
  });
  const claimed = new Set(known);
  const inner = suspects.filter((row) => !claimed.has(row) && row.of === 'entry' && comesBefore(notes, row));
  if (known.length + inner.length === 0) return { free: rows, conflicts: [], areInner: false };
  for (const row of inner) claimed.add(row);
  const here = new Set(inserted.map(keyOf));
  const areInner = inner.length > 0 || known.some((row) => here.has(keyOf(row)));
  return { free: rows.filter((row) => !claimed.has(row)), conflicts: [...claimed], areInner };
}

/** Whether a note of the same chunk has the entry's identity, and is earlier in the log. */
function comesBefore(notes: NotesOfChunk, entry: Row): boolean {
  const note = notes.get(keyOf(entry));
  if (note === undefined || note.month !== entry.month) return false;
  const isSame = note.numbers.sourceId === entry.numbers.sourceId && note.envelope.id === entry.envelope.id;
  const [one, other] = [note.source, entry.source];
  return isSame && one.partition === other.partition && one.offset < other.offset;
}
