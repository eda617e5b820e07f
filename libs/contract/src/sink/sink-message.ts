import { dataText } from '../data-text';
import type { Entry, NoteEntry } from '../entry';
import { restTime } from '../to-audit';
import { membersOf } from './top-level';

/** Gives out memory for messages. */
export interface MessageMemory {
  allocate(bytes: number): Buffer;
}

const pooled: MessageMemory = { allocate: (bytes) => Buffer.allocUnsafe(bytes) };

type Envelope = Record<string, string | undefined>;

const [space, quote, openBrace, closeBrace, lineFeed, carriageReturn] = [0x20, 0x22, 0x7b, 0x7d, 0x0a, 0x0d];

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

/** Whether the data's bytes can stand in the message as they are: an object without line ends, none of whose keys is ours. */
function standsAsItIs(value: Buffer, data: object, ours: Envelope): boolean {
  const last = value.length - 1;
  if (value[0] !== openBrace || value[1] !== quote || value[last] !== closeBrace) return false;
  if ((value[last - 1] ?? space) <= space) return false;
  for (const name in ours) if (Object.hasOwn(data, name)) return false;
  return !value.includes(lineFeed) && !value.includes(carriageReturn);
}

function spliced(head: string, value: Buffer, memory: MessageMemory): Buffer {
  const headBytes = Buffer.byteLength(head);
  const message = memory.allocate(headBytes + value.length);
  message.write(head, 0);
  message[headBytes] = 0x2c;
  value.copy(message, headBytes + 1, 1);
  return message;
}

function message(
  ours: Envelope,
  { value, mode }: Pick<Entry, 'value' | 'mode'>,
  data?: object,
  memory: MessageMemory = pooled,
): Buffer {
  const head = JSON.stringify(ours).slice(0, -1);
  if (data && mode === 'binary' && typeof value !== 'string' && standsAsItIs(value, data, ours)) {
    return spliced(head, value, memory);
  }
  const tail = membersText(dataText(value, mode), ours);
  return Buffer.from(tail === '' ? `${head}}` : `${head},${tail}}`);
}

/**
 * What a sink sends for an entry: one JSON object on one line, UTF-8, `uid` first, then what identifies the entry, then
 * the fields of the event's data exactly as they were received.
 *
 * @param data the event's data as parsed, where that is at hand: its bytes are then copied instead of being looked through
 * @param memory where they are copied to
 */
export function sinkMessage(entry: Omit<Entry, 'latestNote'>, data?: object, memory?: MessageMemory): Buffer {
  const { uid, time, receivedAt, source, subject, traceparent } = entry;
  const ours = { uid, time: restTime(time), receivedAt: restTime(receivedAt), source, subject, traceparent };
  return message(ours, entry, data, memory);
}

/** What a sink sends for a note, as `sinkMessage`. */
export function sinkNoteMessage(note: Omit<NoteEntry, 'receivedAt'>): Buffer {
  const { uid, time, traceparent } = note;
  return message({ uid, time: restTime(time), type: 'note', traceparent }, note);
}
