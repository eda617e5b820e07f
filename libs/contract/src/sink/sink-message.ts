import { dataText } from '../data-text';
import type { Entry, NoteEntry } from '../entry';
import { restTime } from '../to-audit';
import { membersOf } from './top-level';

type Envelope = Record<string, string | undefined>;

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

function message(ours: Envelope, json: string): string {
  const head = JSON.stringify(ours).slice(0, -1);
  const tail = membersText(json, ours);
  return tail === '' ? `${head}}` : `${head},${tail}}`;
}

/**
 * What a sink sends for an entry: one JSON object on one line, `uid` first, then what identifies the entry, then the
 * fields of the event's data exactly as they were received.
 */
export function sinkMessage(entry: Omit<Entry, 'latestNote'>): string {
  const { uid, time, receivedAt, source, subject, traceparent, value, mode } = entry;
  const ours = { uid, time: restTime(time), receivedAt: restTime(receivedAt), source, subject, traceparent };
  return message(ours, dataText(value, mode));
}

/** What a sink sends for a note. */
export function sinkNoteMessage(note: Omit<NoteEntry, 'receivedAt'>): string {
  const { uid, time, traceparent, value, mode } = note;
  return message({ uid, time: restTime(time), type: 'note', traceparent }, dataText(value, mode));
}
