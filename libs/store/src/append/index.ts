export { EntryWriter, type EntryWriterOptions } from './entry-writer';
export {
  DetachedMonthError,
  FencedError,
  NoPartitionError,
  StoreBrokenError,
  StoreError,
  StoreUnavailableError,
} from './errors';
export { type Kept, PartitionKeeper } from './partition-keeper';
export { RollupFolder } from './rollup-folder';
export type {
  AppendChunk,
  Appended,
  AppendEntry,
  AppendNote,
  OffsetRange,
  Place,
  Positions,
  Provenance,
  Refused,
  StoredEnvelope,
  StoredEvent,
  StoredNote,
} from './types';
