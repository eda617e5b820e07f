export { countEntries, type EntryCount } from './count-entries';
export type { EntryFilter } from './entry-filter';
export { exportCsv } from './export-csv';
export { exportEntries } from './export-entries';
export { findEntry, type KafkaLog, kafkaLogOf } from './find-entry';
export { listEntries, type ListOptions } from './list-entries';
export { notesOf } from './notes';
export { type ReadScope, type ScopedReader, withScope } from './scope';
export type { KafkaPosition, StoredEntry, StoredNote } from './stored-entry';
