import type { DecideOptions, Decision, ForwardDecision, Rejection } from '../decision';
import type { AuditEventData, AuditNoteData } from '../generated/types';
import { parseStrictly } from '../json/parse';
import type { ContentMode, KafkaRecord } from '../record';
import { eventTypes, limits } from '../topics';
import { accept, acceptEvent, forwarded, forwardEvent, type KnownData, type KnownScope } from './accept';
import { checkAttributes, type Attributes, type RawAttributes } from './attributes';
import { binaryAttributes } from './binary';
import { Habit } from './glance/habit';
import { usualData, usualScope } from './glance/usual-event';
import { UsualHeaders } from './glance/usual-headers';
import { judgeSource } from './judge-source';
import { mediaType } from './media-type';
import { reject, rejectAt } from './reject';
import { schemaProblem, validatorOf } from './schema-check';
import { isStructuredEvent, structuredParts } from './structured';
import { FamiliarHeader } from './text-of';
import { wrongTime } from './wrong-time';

const isEvent = validatorOf('AuditEventData');
const isNote = validatorOf('AuditNoteData');
const contentTypes = new FamiliarHeader();
const usualHeaders = new UsualHeaders();
const habit = new Habit();

/** What was found in a record, whatever its mode. */
interface Found {
  mode: ContentMode;
  attributes: RawAttributes;
  data: unknown;
  /** JSON Pointer of the data in the record's value. */
  pointer: string;
}

function brokenSchema(name: string, { data, pointer }: Found): Rejection {
  const found = schemaProblem(name, data);
  return rejectAt(pointer + (found?.pointer ?? ''), found?.problem ?? 'is not allowed');
}

function judgeFound(found: Found, record: KafkaRecord, options: DecideOptions): Decision {
  const attributes = checkAttributes(found.attributes);
  if (attributes.kind === 'rejected') return attributes;
  if (!(attributes.isNote ? isNote(found.data) : isEvent(found.data))) {
    return brokenSchema(attributes.isNote ? 'AuditNoteData' : 'AuditEventData', found);
  }
  const data = found.data as AuditEventData | AuditNoteData;
  const value = record.value as Buffer;
  const refused = wrongTime(attributes, record.timestamp, options);
  if (refused) return refused;
  const judged = judgeSource(found.attributes, data.tenantUid, { value, mode: found.mode }, options);
  if (typeof judged !== 'string') return judged;
  attributes.sourceVerification = judged;
  return accept(attributes, data, found.mode, value);
}

function decideStructured(parsed: unknown, record: KafkaRecord, options: DecideOptions): Decision {
  const parts = structuredParts(parsed);
  if ('kind' in parts) return parts;
  const { attributes, data, encoded } = parts;
  if (encoded === undefined) {
    return judgeFound({ mode: 'structured', attributes, data, pointer: '/data' }, record, options);
  }
  const inner = parseStrictly(encoded, limits.nesting);
  if (inner.kind === 'rejected') return inner;
  return judgeFound({ mode: 'structured', attributes, data: inner.value, pointer: '' }, record, options);
}

function decideBinary(data: unknown, record: KafkaRecord, options: DecideOptions): Decision {
  const attributes = binaryAttributes(record.headers);
  if ('kind' in attributes) return attributes;
  if (attributes.specversion === undefined && isStructuredEvent(data)) {
    return reject('not-cloudevents', 'header content-type: a structured event needs application/cloudevents+json');
  }
  return judgeFound({ mode: 'binary', attributes, data, pointer: '' }, record, options);
}

/** What a glance at an event finds, and the decision that it leads to. */
interface Usual<K extends KnownScope, D> {
  look: (value: Buffer) => K | undefined;
  accept: (attributes: Attributes, known: K, mode: ContentMode, value: Buffer) => D;
}

const usualEvents: Usual<KnownData, Decision> = { look: usualData, accept: acceptEvent };
const usualForwards: Usual<KnownScope, ForwardDecision> = { look: usualScope, accept: forwardEvent };

/** The decision on an event in binary mode about which nothing is unusual; undefined where it has to be looked at closely. */
function decideUsual<K extends KnownScope, D>(
  usual: Usual<K, D>,
  record: KafkaRecord,
  options: DecideOptions,
): D | Rejection | undefined {
  const { value } = record;
  if (value === null || value.length > limits.valueBytes || !habit.isLikely) return undefined;
  const raw = usualHeaders.read(record);
  if (raw?.type !== eventTypes.event) return undefined;
  const known = usual.look(value);
  habit.found(known !== undefined);
  if (known === undefined) return undefined;
  const attributes = checkAttributes(raw);
  if (attributes.kind === 'rejected') return undefined;
  if (wrongTime(attributes, record.timestamp, options)) return undefined;
  const judged = judgeSource(raw, known.tenantUid, { value, mode: 'binary' }, options);
  // Nobody else would judge it otherwise: to verify a signature twice would be the dearest part of it.
  if (typeof judged !== 'string') return judged;
  attributes.sourceVerification = judged;
  return usual.accept(attributes, known, 'binary', value);
}

/**
 * Decides what a record of the events topic is: an event, a note, or to be rejected. Everyone who reads the topic asks
 * this one function, so all agree; what it accepts, PostgreSQL can hold, as text and as jsonb. It never throws, whatever
 * the bytes, and its only clock is the record's timestamp.
 */
export function decide(record: KafkaRecord, options: DecideOptions = {}): Decision {
  return decideUsual(usualEvents, record, options) ?? decideExactly(record, options);
}

/** As `decide`, for those who pass events on as they are: the same decision, with less of the event's data in it. */
export function decideForward(record: KafkaRecord, options: DecideOptions = {}): ForwardDecision {
  return decideUsual(usualForwards, record, options) ?? forwarded(decideExactly(record, options));
}

/** As `decide`, whatever the record: without the shorter way for usual ones. */
export function decideExactly(record: KafkaRecord, options: DecideOptions = {}): Decision {
  const { value, headers, unread } = record;
  if (unread !== undefined) return reject(unread.code, unread.reason);
  if (value === null || value.length === 0) return reject('not-json', 'the record has no value');
  if (value.length > limits.valueBytes) {
    return reject('too-large', `the value has ${value.length} bytes, more than ${limits.valueBytes}`);
  }
  const header = headers['content-type'];
  const media = mediaType(header && (contentTypes.read(header) ?? ''));
  const isStructured = 'mode' in media && media.mode === 'structured';
  const parsed = parseStrictly(value, isStructured ? limits.nesting + 1 : limits.nesting);
  if (parsed.kind === 'rejected') return parsed;
  if ('problem' in media) return reject('not-cloudevents', `header content-type: ${media.problem}`);
  return isStructured ? decideStructured(parsed.value, record, options) : decideBinary(parsed.value, record, options);
}
