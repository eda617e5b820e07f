import { cutEnd, isText, membersOf, type JsonMember } from './json-members';

const keptLast = ['uid', 'time', 'type', 'receivedAt', 'source', 'tenantUid'];
const notice = 'shortened';
const spaceForNotice = 512;
const textEnd = Buffer.from('"');
const separator = Buffer.from(',');

/**
 * Cuts a JSON message down to at most `maxBytes` (at least 1,024), as valid JSON that says so: `shortened` holds the
 * original size in bytes and the names of the fields that were cut (strings) or left out (all others), largest first.
 * The fields that identify the entry go last. What stays keeps its bytes and its order: parsed and written again, large
 * numbers would lose digits. A message that isn't a JSON object is quoted and cut.
 */
export function shorten(message: Buffer, maxBytes: number): Buffer {
  const members = isObject(message) ? [...membersOf(message)] : [quoted(message)];
  const kept = new Map(members.map((member) => [member, member.bytes]));
  const names: string[] = [];
  let size = members.reduce((sum, { bytes }) => sum + bytes.length + separator.length, spaceForNotice);
  const keep = (member: JsonMember, bytes: Buffer | undefined): void => {
    names.push(member.name);
    size -= member.bytes.length - (bytes?.length ?? -separator.length);
    if (bytes === undefined) kept.delete(member);
    else kept.set(member, bytes);
  };
  for (const member of members) if (member.name === notice) keep(member, undefined);
  for (const member of [...kept.keys()].sort(byCost)) {
    if (size <= maxBytes) break;
    keep(member, isText(member) ? cutText(member, member.bytes.length - (size - maxBytes)) : undefined);
  }
  const said = JSON.stringify({ [notice]: { bytes: message.length, fields: listed(names) } });
  const parts = [...kept.values()].flatMap((bytes) => [bytes, separator]);
  return Buffer.concat([Buffer.from('{'), ...parts, Buffer.from(said.slice(1))]);
}

function isObject(message: Buffer): boolean {
  try {
    const parsed: unknown = JSON.parse(message.toString('utf8'));
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
  } catch {
    return false;
  }
}

/** The message as a string, so that what arrives is still a JSON object. */
function quoted(message: Buffer): JsonMember {
  const name = 'message';
  const key = `"${name}":`;
  return { name, bytes: Buffer.from(key + JSON.stringify(message.toString('utf8'))), valueStart: key.length };
}

const rank = ({ name }: JsonMember): number => (keptLast.includes(name) ? 1 : 0);

const byCost = (a: JsonMember, b: JsonMember): number => rank(a) - rank(b) || b.bytes.length - a.bytes.length;

/** The member with the longest beginning of its string that takes at most `room` bytes; undefined if that is none. */
function cutText({ bytes, valueStart }: JsonMember, room: number): Buffer | undefined {
  const start = valueStart + 1;
  const end = cutEnd(bytes, start, bytes.length - 1, room - start - textEnd.length);
  return end === start ? undefined : Buffer.concat([bytes.subarray(0, end), textEnd]);
}

/** As many names as the space set aside for the notice holds. */
function listed(names: string[]): string[] {
  const list: string[] = [];
  let bytes = 0;
  for (const name of names) {
    bytes += Buffer.byteLength(JSON.stringify(name)) + 1;
    if (bytes > spaceForNotice - 128) return [...list, '…'];
    list.push(name);
  }
  return list;
}
