import {
  entryOf,
  type EntryRow,
  noteColumns,
  noteOf,
  type NoteRow,
  type StoredEntry,
  type StoredNote,
} from './stored-entry';

/** An entry or a note, with where in Kafka it came from. */
export type StoredRecord = { epoch: number; partition: number; offset: bigint } & (
  | { kind: 'entry'; entry: StoredEntry }
  | { kind: 'note'; note: StoredNote }
);

export type NoteRecordRow = NoteRow & { kafka_epoch: number; kafka_partition: number; kafka_offset: string };

/** What `recordOfNote` needs of `audit.note n`. */
export const noteRecordColumns = `${noteColumns}, n.kafka_epoch, n.kafka_partition, n.kafka_offset`;

type Place = Pick<NoteRecordRow, 'kafka_epoch' | 'kafka_partition' | 'kafka_offset'>;
const placeOf = ({ kafka_epoch: epoch, kafka_partition: partition, kafka_offset: offset }: Place) => ({
  epoch,
  partition,
  offset: BigInt(offset),
});

export const recordOfEntry = (row: EntryRow): StoredRecord => ({ kind: 'entry', ...placeOf(row), entry: entryOf(row) });

export const recordOfNote = (row: NoteRecordRow): StoredRecord => ({
  kind: 'note',
  ...placeOf(row),
  note: noteOf(row),
});
