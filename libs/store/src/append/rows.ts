import type { Parent } from '../layout/months';
import { monthOf } from '../layout/months';
import { actionLetter, actionNumber, modeLetter, verificationLetters } from '../layout/codes';
import { lowBits, secondOf, tickOf } from '../layout/index-columns';
import { packAttributes } from '../layout/extras';
import { keyOf } from '../layout/key-of';
import type { CopyEncoder } from './copy-encoder';
import type { Names, Numbers } from './resolve';
import type { AppendEntry, AppendNote, Provenance, StoredEnvelope } from './types';

/** A row to be stored, as far as it must be known before it is encoded. */
export interface Row {
  of: Parent;
  /** Position in the chunk's entries or notes. */
  index: number;
  month: string;
  numbers: Numbers;
  source: AppendEntry | AppendNote;
  envelope: StoredEnvelope;
  /** For counting; of notes it means nothing. */
  action: number;
}

const entryColumns =
  'time, received_at, kafka_offset, uid, resource_key, actor_key, tenant_id, project_id, kind_id, source_id, ' +
  'second, kafka_epoch, kafka_partition, tick, kind_low, project_low, actor_low, action, mode, ' +
  'verification, id, extras, payload';
const noteColumns =
  'time, received_at, kafka_offset, uid, entry_uid, tenant_id, source_id, kafka_epoch, kafka_partition, mode, ' +
  'verification, id, extras, payload';

export const columnsOf: Record<Parent, string> = { entry: entryColumns, note: noteColumns };

export const namesOfEntry = ({ event }: AppendEntry): Names => ({
  tenantUid: event.tenantUid,
  projectUid: event.projectUid,
  kind: event.resource.kind,
  source: event.source,
});

export const namesOfNote = ({ note }: AppendNote): Names => ({
  tenantUid: note.tenantUid,
  projectUid: undefined,
  kind: undefined,
  source: note.source,
});

export function entryRow(source: AppendEntry, index: number, numbers: Numbers): Row {
  const envelope = source.event;
  const action = actionNumber(envelope.actionType);
  return { of: 'entry', index, month: monthOf(envelope.time), numbers, source, envelope, action };
}

export function noteRow(source: AppendNote, index: number, numbers: Numbers): Row {
  const envelope = source.note;
  return { of: 'note', index, month: monthOf(envelope.time), numbers, source, envelope, action: 0 };
}

/** By tenant, so that a tenant's rows lie together; by uid, so that two writers take keys in one order. */
export function inOrder(a: Row, b: Row): number {
  if (a.month !== b.month) return a.month < b.month ? -1 : 1;
  if (a.numbers.tenantId !== b.numbers.tenantId) return a.numbers.tenantId - b.numbers.tenantId;
  if (a.envelope.uid !== b.envelope.uid) return a.envelope.uid < b.envelope.uid ? -1 : 1;
  return 0;
}

/** The event's id where it is not the uid itself. */
export const storedId = ({ id, uid }: StoredEnvelope): string => (id === uid ? '' : id);

export function encodeRow(encoder: CopyEncoder, epochId: number, row: Row): void {
  if ('event' in row.source) encodeEntry(encoder, epochId, row.source, row);
  else encodeNote(encoder, epochId, row.source, row);
}

function encodeEntry(encoder: CopyEncoder, epochId: number, source: AppendEntry, row: Row): void {
  const { event } = source;
  encoder.row(23);
  encodeArrival(encoder, event.time, source);
  encoder.uuid(event.uid);
  encoder.int4(keyOf(event.resource.uid));
  const userUid = event.actor.user?.uid;
  const actorKey = userUid === undefined ? 0 : keyOf(userUid);
  const { tenantId, projectId, kindId, sourceId } = row.numbers;
  encoder.int4(actorKey);
  encoder.int4(tenantId);
  encoder.int4(projectId);
  encoder.int4(kindId);
  encoder.int4(sourceId);
  encoder.int4(secondOf(event.time));
  encoder.int2(epochId);
  encoder.int2(source.partition);
  encoder.byte(tickOf(event.time));
  encoder.byte(lowBits(kindId));
  encoder.byte(lowBits(projectId));
  encoder.byte(lowBits(actorKey));
  encoder.letter(actionLetter(event.actionType));
  encodeRest(encoder, event, event.subject && `${event.resource.kind}/${event.resource.uid}`);
}

function encodeNote(encoder: CopyEncoder, epochId: number, source: AppendNote, row: Row): void {
  const { note } = source;
  encoder.row(14);
  encodeArrival(encoder, note.time, source);
  encoder.uuid(note.uid);
  encoder.uuid(note.auditUid);
  encoder.int4(row.numbers.tenantId);
  encoder.int4(row.numbers.sourceId);
  encoder.int2(epochId);
  encoder.int2(source.partition);
  encodeRest(encoder, note);
}

function encodeArrival(encoder: CopyEncoder, time: number, { receivedAt, offset }: Provenance): void {
  encoder.timestamptz(time);
  encoder.timestamptz(receivedAt);
  encoder.int8(offset);
}

function encodeRest(encoder: CopyEncoder, envelope: StoredEnvelope, usualSubject?: string): void {
  encoder.letter(modeLetter(envelope.mode));
  encoder.letter(verificationLetters[envelope.sourceVerification]);
  encoder.text(storedId(envelope));
  // A structured record's value holds its attributes already.
  encoder.text(envelope.mode === 'structured' ? '' : packAttributes(envelope, usualSubject));
  encoder.utf8(envelope.value);
}
