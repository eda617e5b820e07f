import { dataText } from '../data-text';
import type { Entry, NoteEntry } from '../entry';
import { restTime } from '../time/rest-time';
import { beginMessage, memberBegin, verificationMember, type MessageMemory } from './message-head';
import { membersOf } from './top-level';

export type { MessageMemory };

const pooled: MessageMemory = { allocate: (bytes) => Buffer.allocUnsafe(bytes) };

type Envelope = Record<string, string | undefined>;

const comma = 0x2c;

/**
 * The data's members without the object's braces, on one line. A member of the data that is named as one of ours gets
 * underscores behind its name until it is not, so that no message has a key twice and none of its fields is lost.
 */
function membersText(json: string, ours: Envelope): string {
  const members = [...membersOf(json)];
  const taken = new Set([...Object.keys(ours), ...members.map(({ key }) => key)]);
  let text = '';
  let from = json.indexOf('{') + 1;
  for (const { key, keyStart, keyEnd } of members) {
    if (!Object.hasOwn(ours, key)) continue;
    let name = `${key}_`;
    while (taken.has(name)) name += '_';
    taken.add(name);
    text += json.slice(from, keyStart) + JSON.stringify(name);
    from = keyEnd;
  }
  text += json.slice(from, json.lastIndexOf('}'));
  // Line ends can only stand between tokens: in a string they are escaped.
  return text.replace(/[\r\n]+/g, ' ').trim();
}

/** What identifies an entry, and behind it the object's bytes without their opening brace. */
function spliced(entry: Omit<Entry, 'latestNote'>, value: Buffer, memory: MessageMemory): Buffer {
  const { sourceVerification, subject, traceparent } = entry;
  const more = `${verificationMember(sourceVerification)}${member('subject', subject)}${member('traceparent', traceparent)}`;
  const moreBytes = Buffer.byteLength(more);
  const bytes = beginMessage(entry, moreBytes + value.length, memory);
  const at = bytes.length - value.length;
  bytes.write(more, at - moreBytes);
  bytes.set(value, at);
  bytes[at] = comma;
  return bytes;
}

function message(ours: Envelope, { value, mode }: Pick<Entry, 'value' | 'mode'>): Buffer {
  const head = JSON.stringify(ours).slice(0, -1);
  const tail = membersText(dataText(value, mode), ours);
  return Buffer.from(tail === '' ? `${head}}` : `${head},${tail}}`);
}

const member = (name: string, text: string | undefined): string =>
  text === undefined ? '' : memberBegin(name) + JSON.stringify(text);

/**
 * What a sink sends for an entry: one JSON object on one line, UTF-8, `uid` first, then what identifies the entry, then
 * the fields of the event's data exactly as they were received.
 *
 * @param isPlain what `decide` found, where it was asked: its bytes are then copied instead of being looked through
 * @param memory where they are copied to
 */
export function sinkMessage(entry: Omit<Entry, 'latestNote'>, isPlain = false, memory = pooled): Buffer {
  const { uid, time, receivedAt, source, sourceVerification, subject, traceparent, value, mode } = entry;
  if (isPlain && mode === 'binary' && typeof value !== 'string') return spliced(entry, value, memory);
  const head = { uid, time: restTime(time), receivedAt: restTime(receivedAt), source, sourceVerification };
  return message({ ...head, subject, traceparent }, entry);
}

/** What a sink sends for a note, as `sinkMessage`. */
export function sinkNoteMessage(note: Omit<NoteEntry, 'receivedAt'>): Buffer {
  const { uid, time, traceparent } = note;
  return message({ uid, time: restTime(time), type: 'note', traceparent }, note);
}
