import type { PoolClient } from 'pg';
import type { Row } from './rows';
import type { AppendChunk, OffsetRange, Provenance } from './types';

/**
 * Writes down, in the chunk's transaction, which of its offsets became no row: whoever passes the log's records on leaves
 * them out. It is told what was stored, and so misses no reason why something was not.
 */
export async function keepNotStored(client: PoolClient, chunk: AppendChunk, stored: readonly Row[]): Promise<void> {
  const ranges = notStored(chunk, stored);
  if (ranges.length === 0) return;
  // An offset is judged once in an epoch: the fence sees to that.
  await client.query(
    `INSERT INTO audit.not_stored (epoch_id, kafka_partition, from_offset, to_offset)
     SELECT $1, r.* FROM unnest($2::int4[], $3::int8[], $4::int8[]) r ON CONFLICT DO NOTHING`,
    [
      chunk.epochId,
      ranges.map(({ partition }) => partition),
      ranges.map(({ from }) => String(from)),
      ranges.map(({ to }) => String(to)),
    ],
  );
}

/** The offsets of a chunk that became no row, in order, adjacent ones as one range. */
export function notStored(chunk: AppendChunk, stored: readonly Row[]): OffsetRange[] {
  const ranges = [...(chunk.notStored ?? [])];
  if (stored.length < chunk.entries.length + chunk.notes.length) {
    const kept = new Set<Provenance>(stored.map(({ source }) => source));
    for (const source of [...chunk.entries, ...chunk.notes]) {
      const { partition, offset } = source;
      if (!kept.has(source)) ranges.push({ partition, from: offset, to: offset + 1n });
    }
  }
  return merged(ranges);
}

function merged(ranges: readonly OffsetRange[]): OffsetRange[] {
  const merging: OffsetRange[] = [];
  for (const range of [...ranges].sort(inOrder)) {
    const last = merging.at(-1);
    if (last?.partition !== range.partition || last.to < range.from) merging.push({ ...range });
    else if (range.to > last.to) last.to = range.to;
  }
  return merging;
}

const inOrder = (a: OffsetRange, b: OffsetRange): number => a.partition - b.partition || Number(a.from - b.from);
