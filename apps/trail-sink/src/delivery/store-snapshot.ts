import {
  countEntries,
  countNotes,
  knownUids,
  pendingRecords,
  placesByTime,
  type EntryFilter,
  type OffsetStretch,
  type Pending,
  type ScopedReader,
  type StoredPlace,
  type TimeStretch,
} from '@trailbook/store/read';
import { entryFilterOf } from '../trails/entry-filter-of';
import type { TimeRange } from '../trails/time-range';
import { letsThrough, type TrailFilter } from '../trails/trail-filter';

/** One tenant's part of the store at one moment. */
export class StoreSnapshot {
  constructor(private readonly reader: ScopedReader) {}

  /** Entries and notes of a stretch, oldest first, without their bytes. */
  places(stretch: TimeStretch, limit: number): Promise<StoredPlace[]> {
    return placesByTime(this.reader, stretch, limit);
  }

  /** How many entries and notes of a range a filter lets through. */
  async count(filter: TrailFilter, range: TimeRange): Promise<number> {
    const { count } = await countEntries(this.reader, { ...entryFilterOf(filter), ...range });
    return letsThrough(filter) ? count + (await countNotes(this.reader, range)) : count;
  }

  knownUids(uids: readonly string[]): Promise<Set<string>> {
    return knownUids(this.reader, uids);
  }

  pending(stretches: readonly OffsetStretch[], filter: EntryFilter, most: number): Promise<Pending> {
    return pendingRecords(this.reader, stretches, filter, most);
  }

  /** How far ingest has stored each partition, by `epoch/partition`. */
  async storedOffsets(): Promise<Map<string, bigint>> {
    const { rows } = await this.reader.client.query<{ place: string; next_offset: string }>({
      name: 'trailbook-stored-offsets',
      text: `SELECT epoch_id || '/' || kafka_partition AS place, next_offset FROM audit.kafka_offset`,
    });
    return new Map(rows.map((row) => [row.place, BigInt(row.next_offset)]));
  }
}
