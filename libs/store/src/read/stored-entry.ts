import { dataOf, type Entry, type NoteEntry } from '@trailbook/contract';
import { modeOf, verificationOf } from '../layout/codes';
import { unpackAttributes } from '../layout/extras';
import { millisecondsSql } from './payload-sql';

/** Where in Kafka a record was. */
export interface KafkaPosition {
  /** Of the log that the offset belongs to: a topic that was made anew has another. */
  epoch: number;
  partition: number;
  offset: string;
}

/** An entry as the store has it. */
export interface StoredEntry extends Entry {
  value: string;
  /** The `id` attribute of the event. */
  id: string;
  /** In binary mode the envelope's attributes beyond those that every event has; in structured mode the value has them. */
  attributes: Readonly<Record<string, string>>;
  kafka: KafkaPosition;
}

/** A note as the store has it. */
export interface StoredNote extends NoteEntry {
  value: string;
  /** Of the entry that it was put on. */
  entryUid: string;
}

interface RecordRow {
  uid: string;
  /** Empty where it is the uid. */
  id: string;
  source: string;
  verification: string;
  time: number;
  received_at: number;
  mode: string;
  extras: string;
  payload: string;
}

export interface EntryRow extends RecordRow {
  kafka_epoch: number;
  kafka_partition: number;
  kafka_offset: string;
}

export interface NoteRow extends RecordRow {
  entry_uid: string;
}

/** The source by a sub-select, which is asked for the rows of a page alone, not for all that were sorted for it. */
const recordSql = (row: string): string =>
  `${row}.uid, ${row}.id, (SELECT s.uri FROM audit.source s WHERE s.id = ${row}.source_id) AS source, ${row}.verification,
  ${millisecondsSql(`${row}.time`)} AS time, ${millisecondsSql(`${row}.received_at`)} AS received_at, ${row}.mode, ${row}.extras, ${row}.payload`;

/** What `entryOf` needs of `audit.entry e`. */
export const entryColumns = `${recordSql('e')}, e.kafka_epoch, e.kafka_partition, e.kafka_offset`;

/** What `noteOf` needs of `audit.note n`. */
export const noteColumns = `${recordSql('n')}, n.entry_uid`;

function recordOf(row: RecordRow): NoteEntry & { value: string } {
  const mode = modeOf(row.mode);
  const { subject, traceparent } = mode === 'structured' ? (JSON.parse(row.payload) as Envelope) : attributesOf(row);
  return {
    uid: row.uid,
    source: row.source,
    sourceVerification: verificationOf(row.verification),
    time: row.time,
    receivedAt: row.received_at,
    mode,
    value: row.payload,
    ...(typeof subject === 'string' && { subject }),
    ...(typeof traceparent === 'string' && { traceparent }),
  };
}

type Envelope = Partial<Record<'subject' | 'traceparent', unknown>>;

function attributesOf({ extras, payload, mode }: RecordRow): Record<string, string> {
  const { extras: further, ...known } = unpackAttributes(extras, () => {
    const { resource } = dataOf(payload, modeOf(mode));
    return `${resource.kind}/${resource.uid}`;
  });
  return { ...known, ...further };
}

export const entryOf = (row: EntryRow): StoredEntry => ({
  ...recordOf(row),
  id: row.id || row.uid,
  attributes: attributesOf(row),
  kafka: { epoch: row.kafka_epoch, partition: row.kafka_partition, offset: row.kafka_offset },
});

export const noteOf = (row: NoteRow): StoredNote => ({ ...recordOf(row), entryUid: row.entry_uid });
