const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];
const spaces = [0x20, 0x09, 0x0a, 0x0d];

/** A member of a JSON object, as its bytes are. */
export interface JsonMember {
  readonly name: string;
  /** From the quote before its name to the end of its value. */
  readonly bytes: Buffer;
  /** Where its value begins in these. */
  readonly valueStart: number;
}

/** Whether the value of a member is a string. */
export const isText = ({ bytes, valueStart }: JsonMember): boolean => bytes[valueStart] === quote;

/** The members of the object that a valid JSON text is, in order; nothing of their values is parsed. */
export function* membersOf(json: Buffer): Generator<JsonMember> {
  let at = behindSpace(json, behindSpace(json, 0) + 1);
  while (json[at] === quote) {
    const nameEnd = endOfText(json, at);
    const valueStart = behindSpace(json, behindSpace(json, nameEnd) + 1);
    const end = endOfValue(json, valueStart);
    const name = JSON.parse(json.toString('utf8', at, nameEnd)) as string;
    yield { name, bytes: json.subarray(at, end), valueStart: valueStart - at };
    at = behindSpace(json, behindSpace(json, end) + 1);
  }
}

/**
 * Where a JSON string that is cut has to end so that it stays one: behind the last whole character or escape within `room`
 * bytes, and never between the two halves of a surrogate pair.
 * @param start behind the string's first quote
 * @param end where its last quote is
 */
export function cutEnd(json: Buffer, start: number, end: number, room: number): number {
  let at = start;
  while (at < end) {
    const next = at + characterBytes(json, at);
    if (next - start > room) break;
    at = next;
  }
  return at;
}

const unicodeEscape = 6;

function characterBytes(json: Buffer, at: number): number {
  const first = json[at]!;
  if (first === backslash) {
    if (json[at + 1] !== 0x75) return 2;
    return isSurrogate(json, at, 0xd800) && isSurrogate(json, at + unicodeEscape, 0xdc00)
      ? 2 * unicodeEscape
      : unicodeEscape;
  }
  if (first < 0x80) return 1;
  return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/** Whether an escape of half a surrogate pair begins there. @param half the least code unit of such halves */
function isSurrogate(json: Buffer, at: number, half: number): boolean {
  if (json[at] !== backslash || json[at + 1] !== 0x75) return false;
  const unit = Number.parseInt(json.toString('latin1', at + 2, at + unicodeEscape), 16);
  return unit >= half && unit < half + 0x400;
}

function behindSpace(json: Buffer, at: number): number {
  while (spaces.includes(json[at]!)) at += 1;
  return at;
}

function endOfText(json: Buffer, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== quote) at += json[at] === backslash ? 2 : 1;
  return at + 1;
}

function endOfValue(json: Buffer, start: number): number {
  let depth = 0;
  let at = start;
  for (; at < json.length; at += 1) {
    const byte = json[at];
    if (byte === quote) at = endOfText(json, at) - 1;
    else if (byte === openBrace || byte === openBracket) depth += 1;
    else if (depth === 0 && (byte === comma || byte === closeBrace)) break;
    else if (byte === closeBrace || byte === closeBracket) depth -= 1;
  }
  while (spaces.includes(json[at - 1]!)) at -= 1;
  return at;
}
