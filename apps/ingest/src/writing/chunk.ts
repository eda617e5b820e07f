import type {
  AppendChunk,
  AppendEntry,
  AppendNote,
  OffsetRange,
  Place,
  Refused,
  StoredEnvelope,
} from '@trailbook/store/append';
import type { ReceivedRecord, Rejection } from '@trailbook/messaging';
import type { SpanContext } from '@opentelemetry/api';
import type { Stretch, Taken } from '../intake/stretch';

const linksKept = 32;

export interface ChunkToAppend extends AppendChunk {
  entries: readonly Taken<AppendEntry>[];
  notes: readonly Taken<AppendNote>[];
}

/** What one transaction is about: stretches of one epoch, each partition's in order. */
export class Chunk {
  private current: readonly Stretch[];

  constructor(readonly taken: readonly Stretch[]) {
    this.current = taken;
  }

  get stretches(): readonly Stretch[] {
    return this.current;
  }

  get records(): number {
    return this.current.reduce((sum, { records }) => sum + records, 0);
  }

  /** Leaves out the stretches that have become void. */
  keep(isCurrent: (stretch: Stretch) => boolean): void {
    this.current = this.current.filter(isCurrent);
  }

  of(partition: number): Stretch | undefined {
    return this.current.find((stretch) => stretch.partition === partition);
  }

  get rejections(): Rejection[] {
    return this.current.flatMap(({ rejections }) => rejections);
  }

  /** In the order of arrival within each partition, and each partition's stretches as one range. */
  get toAppend(): ChunkToAppend {
    const ranges = new Map<number, { partition: number; from: bigint; to: bigint }>();
    for (const { partition, from, to } of this.current) {
      const range = ranges.get(partition);
      if (range === undefined) ranges.set(partition, { partition, from, to });
      else range.to = to;
    }
    return {
      epochId: this.current[0]?.epochId ?? 0,
      ranges: [...ranges.values()],
      entries: this.current.flatMap(({ entries }) => entries),
      notes: this.current.flatMap(({ notes }) => notes),
      notStored: this.rejections.map(({ record }) => offsetsOf(record)),
    };
  }

  get producers(): SpanContext[] {
    return this.current.flatMap(({ producers }) => producers).slice(0, linksKept);
  }
}

/** One that can't be read may stand for many. */
const offsetsOf = ({ partition, offset, unread }: ReceivedRecord): OffsetRange => ({
  ...{ partition, from: offset, to: unread?.next ?? offset + 1n },
});

/** The records that the store refused, as rejections. */
export function refusedRecords(chunk: ChunkToAppend, refused: readonly Refused[]): Rejection[] {
  return refused.map((one) => ({ record: recordOf(chunk, one), code: one.code, reason: one.reason }));
}

/** The record of a place in the chunk. */
export const recordOf = (chunk: ChunkToAppend, place: Place): ReceivedRecord => takenAt(chunk, place).record;

/** The event or the note of a place in the chunk. */
export function envelopeOf(chunk: ChunkToAppend, place: Place): StoredEnvelope {
  const taken = takenAt(chunk, place);
  return 'event' in taken ? taken.event : taken.note;
}

function takenAt({ entries, notes }: ChunkToAppend, { of, index }: Place): Taken<AppendEntry> | Taken<AppendNote> {
  const taken = of === 'entry' ? entries[index] : notes[index];
  if (taken === undefined) throw new Error(`the store speaks of ${of} ${index}, which it was not given`);
  return taken;
}
