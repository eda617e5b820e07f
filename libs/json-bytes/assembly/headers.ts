// Reads the headers of a Kafka record that is a CloudEvent in binary mode, where nothing about them is unusual.
import { backslash, quote } from './marks';
import { same } from './same';
import { noTime, parseTime } from './time';
import { readUuidV7, uuidLength } from './uuid';

/** What a header is to the event. As in `src/record-form.ts`. */
namespace roles {
  /** It has one value alone. */
  export const word: i32 = 0;
  export const id: i32 = 1;
  export const source: i32 = 2;
  export const time: i32 = 3;
  export const subject: i32 = 4;
  export const traceparent: i32 = 5;
  /** A record that has it is looked at closely. */
  export const unusual: i32 = 6;
}

/** A header that is known, one of a list. */
@unmanaged
class Header {
  name: usize;
  nameLength: i32;
  role: i32;
  bit: i32;
  word: usize;
  wordLength: i32;
  sibling: Header | null;
  /** The one that came behind it last time. */
  next: Header | null;
}

const longestText: i32 = 1024;
/** Of further attributes, as in the contract's `limits`: most of them, and the bytes of their names and values together. */
const mostExtensions: i32 = 32;
const mostExtensionBytes: i32 = 8 * 1024;
/** `00-`, a trace, `-`, a span, `-`, flags. */
const traceLength: i32 = 55;
const hyphen: u8 = 0x2d;
const underscore: u8 = 0x5f;

let known: Header | null = null;
let first: Header | null = null;
let required: i32 = 0;
let at: usize = 0;
let extensions: i32 = 0;
let extensionBytes: i32 = 0;

/** What was read last. Lengths are 0 where there is none. */
export let id: usize = 0;
/** The sixteen bytes of the id. */
export const idBytes: usize = heap.alloc(16);
export let source: usize = 0;
export let sourceLength: i32 = 0;
export let time: i64 = noTime;
export let subject: usize = 0;
export let subjectLength: i32 = 0;
export let traceparent: usize = 0;
export let traceparentLength: i32 = 0;

export function addHeader(
  name: usize,
  nameLength: i32,
  role: i32,
  bit: i32,
  isRequired: bool,
  word: usize,
  wordLength: i32,
): void {
  const header = changetype<Header>(heap.alloc(offsetof<Header>()));
  header.name = name;
  header.nameLength = nameLength;
  header.role = role;
  header.bit = bit;
  header.word = word;
  header.wordLength = wordLength;
  header.sibling = known;
  header.next = null;
  known = header;
  if (isRequired) required |= bit;
}

/** Whether the headers that stand there, and end at `end`, are usual; if so, what they say is to be had until the next ones. */
export function readHeaders(from: usize, end: usize): bool {
  at = from;
  sourceLength = 0;
  subjectLength = 0;
  traceparentLength = 0;
  extensions = 0;
  extensionBytes = 0;
  let seen: i32 = 0;
  let last: Header | null = null;
  for (let count = varint(); count > 0; count -= 1) {
    const nameLength = varint();
    const name = at;
    if (nameLength < 0 || at + nameLength > end) return false;
    at += nameLength;
    const length = varint();
    const value = at;
    if (length < 0 || at + length > end) return false;
    at += length;
    const header = headerOf(name, nameLength, last);
    if (header == null) {
      if (!passes(name, nameLength, value, length)) return false;
      continue;
    }
    if ((seen & header.bit) != 0 || !take(header, value, length)) return false;
    seen |= header.bit;
    last = header;
  }
  return at == end && (seen & required) == required;
}

/** Most records have the same headers in the same order as the one before. */
function headerOf(name: usize, length: i32, last: Header | null): Header | null {
  const expected = last == null ? first : last.next;
  if (expected != null && expected.nameLength == length && same(expected.name, name, length)) return expected;
  let one = known;
  while (one != null && !(one.nameLength == length && same(one.name, name, length))) one = one.sibling;
  if (one == null) return null;
  if (last == null) first = one;
  else last.next = one;
  return one;
}

function take(header: Header, value: usize, length: i32): bool {
  switch (header.role) {
    case roles.word:
      return length == header.wordLength && same(header.word, value, length);
    case roles.id:
      id = value;
      return length == uuidLength && readUuidV7(value, idBytes);
    case roles.source:
      source = value;
      sourceLength = length;
      return length > 0 && length <= longestText && isBare(value, length);
    case roles.time:
      time = parseTime(value, length);
      return time != noTime;
    case roles.subject:
      subject = value;
      subjectLength = length;
      return length > 0 && length <= longestText && isBare(value, length);
    case roles.unusual:
      return false;
    default:
      traceparent = value;
      traceparentLength = length;
      return length == traceLength && isTrace(value);
  }
}

/** Further attributes, and whatever isn't one, say nothing about the event that is passed on; but they have to be allowed. */
function passes(name: usize, length: i32, value: usize, valueLength: i32): bool {
  if (length < 3 || load<u8>(name) != 0x63 || load<u8>(name, 1) != 0x65 || load<u8>(name, 2) != underscore) return true;
  for (let n: i32 = 3; n < length; n += 1) {
    const byte = load<u8>(name + n);
    if (!((byte >= 0x61 && byte <= 0x7a) || (byte >= 0x30 && byte <= 0x39))) return false;
  }
  extensions += 1;
  extensionBytes += length - 3 + valueLength;
  if (extensions > mostExtensions || extensionBytes > mostExtensionBytes) return false;
  return length > 3 && isBare(value, valueLength);
}

/** Whether a text is of printable ASCII alone, and has nothing that would be escaped in JSON. */
function isBare(text: usize, length: i32): bool {
  for (let n: i32 = 0; n < length; n += 1) {
    const byte = load<u8>(text + n);
    if (byte < 0x20 || byte > 0x7e || byte == quote || byte == backslash) return false;
  }
  return true;
}

/** W3C Trace Context, version 00 to fe: hexadecimal digits in lower case, and neither the trace nor the span is zero. */
function isTrace(text: usize): bool {
  if (load<u8>(text, 2) != hyphen || load<u8>(text, 35) != hyphen || load<u8>(text, 52) != hyphen) return false;
  if (load<u8>(text) == 0x66 && load<u8>(text, 1) == 0x66) return false;
  return (
    isHex(text, 0, 2, false) && isHex(text, 3, 35, true) && isHex(text, 36, 52, true) && isHex(text, 53, 55, false)
  );
}

function isHex(text: usize, from: i32, to: i32, isSome: bool): bool {
  let some = false;
  for (let n = from; n < to; n += 1) {
    const byte = load<u8>(text + n);
    if (!((byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x66))) return false;
    if (byte != 0x30) some = true;
  }
  return some || !isSome;
}

/** A number of Kafka's record format: zigzag, seven bits a byte. */
function varint(): i32 {
  let value: u32 = 0;
  for (let shift: u32 = 0; shift < 35; shift += 7) {
    const byte = u32(load<u8>(at));
    at += 1;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  return i32(value >>> 1) ^ -i32(value & 1);
}
