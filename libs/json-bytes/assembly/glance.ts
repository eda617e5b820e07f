// Looks through a JSON text, to find the texts that are wanted, where it is of the usual shape and nothing in it asks for
// a closer look. It never says that something is wrong: whatever it doesn't know is unusual.
import { beginEnd, restoreEnd } from './areas';
import { backslash, controls, marks, quote } from './marks';
import { same } from './same';
import { kinds, Name, newName, Shape } from './shapes';
import { clearSlots, fillSlot, keepsRules } from './slots';

const comma: u8 = 0x2c;
const minus: u8 = 0x2d;
const point: u8 = 0x2e;
const slash: u8 = 0x2f;
const zero: u8 = 0x30;
const colon: u8 = 0x3a;
const openBracket: u8 = 0x5b;
const closeBracket: u8 = 0x5d;
const underscore: u8 = 0x5f;
const openBrace: u8 = 0x7b;
const closeBrace: u8 = 0x7d;
const tilde: u8 = 0x7e;
/** A quote and a colon, in the order of memory. */
const endOfKey: u16 = 0x3a22;

/** Numbers of more characters are looked at exactly. */
const longestNumber: i32 = 300;
const mostDepth: i32 = 16;
/** Keys of one object that are compared with each other. */
const mostKeys: i32 = 16;
/** Where the text begins that is looked at. */
let begin: usize = 0;
let at: usize = 0;
let end: usize = 0;
/** Of the string that was passed last: between its quotes. */
let start: usize = 0;
let stop: usize = 0;
let isEscaped: bool = false;
let isAscii: bool = true;
let keyStart: usize = 0;
let keyStop: usize = 0;
/** Where the keys begin and end that are compared, of the open objects, one object after the other. */
const keys: usize = heap.alloc(8 * mostKeys * (mostDepth + 1));
let keyCount: i32 = 0;
/** Keys at the top that `isPlain` asks for. */
let names: Name | null = null;
let hasNames: bool = false;
let hasLineEnds: bool = false;
/** Whether any string has other bytes than ASCII: they are not looked at here. */
export let hasMore: bool = false;

export function addName(bytes: usize, length: i32): void {
  names = newName(bytes, length, names, 0, null);
}

/** Whether the text that begins there is usual, save what its bytes beyond ASCII are; if so, its slots have what was wanted of it. */
export function look(shape: Shape, slots: i32, from: usize, length: i32): bool {
  clearSlots(slots, from);
  begin = from;
  at = from;
  end = from + length;
  keyCount = 0;
  hasNames = false;
  hasLineEnds = false;
  hasMore = false;
  beginEnd(end);
  space();
  const isUsual = value(shape, 1);
  space();
  restoreEnd(end);
  return isUsual && at == end && keepsRules();
}

/** Whether the usual text is an object on one line, without white space at its ends, and has none of the names. */
export function isPlain(): bool {
  if (hasLineEnds || hasNames) return false;
  return (
    load<u8>(begin) == openBrace &&
    load<u8>(begin + 1) == quote &&
    load<u8>(end - 1) == closeBrace &&
    load<u8>(end - 2) > 0x20
  );
}

function value(shape: Shape, depth: i32): bool {
  switch (shape.kind) {
    case kinds.text:
      return text(shape);
    case kinds.object:
      return object(shape, depth);
    case kinds.list:
      return list(shape.items, shape.most, depth);
    case kinds.dictionary:
      return dictionary(shape.items, shape.most, depth);
    default:
      return any(depth);
  }
}

function text(shape: Shape): bool {
  if (!string()) return false;
  const length = i32(stop - start);
  // In bytes there are as many as code points, or more: what is too long is perhaps not, what is long enough perhaps neither.
  if (length > shape.most || length < shape.least) return false;
  if (shape.least > 1 && !(isAscii && !isEscaped)) return false;
  if (shape.words != null && (isEscaped || nameAt(shape.words, start, length) == null)) return false;
  if (shape.charset != 0 && !isOf(shape.charset)) return false;
  if (shape.isPointer && !isPlainPointer()) return false;
  if (shape.slot >= 0) fillSlot(shape.slot, start, stop, isEscaped, isAscii);
  return true;
}

function isOf(charset: usize): bool {
  for (let n = start; n < stop; n += 1) if (load<u8>(charset + load<u8>(n)) == 0) return false;
  return true;
}

function isPlainPointer(): bool {
  if (isEscaped || (stop > start && load<u8>(start) != slash)) return false;
  for (let n = start; n < stop; n += 1) if (load<u8>(n) == tilde) return false;
  return true;
}

function object(shape: Shape, depth: i32): bool {
  if (load<u8>(at) != openBrace || depth > mostDepth) return false;
  at += 1;
  const before = keyCount;
  let seen: i32 = 0;
  let last: Name | null = null;
  for (let isFirst = true; !ends(closeBrace); isFirst = false) {
    if (!isFirst && !next()) return false;
    const one = member(shape, last);
    if (one == null) {
      if (!key() || !remembers(before)) return false;
      if (depth == 1 && nameAt(names, keyStart, i32(keyStop - keyStart)) != null) hasNames = true;
      if (!any(depth + 1)) return false;
      continue;
    }
    if ((seen & one.bit) != 0) return false;
    seen |= one.bit;
    last = one;
    if (!value(one.shape!, depth + 1)) return false;
  }
  keyCount = before;
  return (seen & shape.required) == shape.required;
}

/** Passes the key of a member of the shape, where it is one. Most texts have their keys in the order of the one before. */
function member(shape: Shape, last: Name | null): Name | null {
  const expected = last == null ? shape.first : last.next;
  if (expected != null && passes(expected)) return expected;
  const before = at;
  const one = key() ? nameAt(shape.members, keyStart, i32(keyStop - keyStart)) : null;
  if (one == null) at = before;
  else if (last == null) shape.first = one;
  else last.next = one;
  return one;
}

/** Passes the key and its colon, where they are next and as they usually stand in a text. */
function passes(expected: Name): bool {
  const length = expected.length;
  if (load<u8>(at) != quote || load<u16>(at + 1 + length) != endOfKey || !same(expected.bytes, at + 1, length))
    return false;
  at += length + 3;
  space();
  return true;
}

function nameAt(first: Name | null, place: usize, length: i32): Name | null {
  let one: Name | null = first;
  while (one != null) {
    if (one.length == length && same(one.bytes, place, length)) return one;
    one = one.sibling;
  }
  return null;
}

function dictionary(values: Shape | null, most: i32, depth: i32): bool {
  if (load<u8>(at) != openBrace || depth > mostDepth) return false;
  at += 1;
  const before = keyCount;
  let count: i32 = 0;
  for (; !ends(closeBrace); count += 1) {
    if (count > 0 && !next()) return false;
    if (!key() || !remembers(before)) return false;
    if (values == null ? !any(depth + 1) : !value(values, depth + 1)) return false;
  }
  keyCount = before;
  return count <= most;
}

function list(items: Shape | null, most: i32, depth: i32): bool {
  if (load<u8>(at) != openBracket || depth > mostDepth) return false;
  at += 1;
  let count: i32 = 0;
  for (; !ends(closeBracket); count += 1) {
    if (count > 0 && !next()) return false;
    if (items == null ? !any(depth + 1) : !value(items, depth + 1)) return false;
  }
  return count <= most;
}

function any(depth: i32): bool {
  const byte = load<u8>(at);
  if (byte == quote) return string();
  if (byte == openBrace) return dictionary(null, i32.MAX_VALUE, depth);
  if (byte == openBracket) return list(null, i32.MAX_VALUE, depth);
  return number() || literal();
}

/** Passes the bracket that ends a list or an object, where it is next. */
function ends(bracket: u8): bool {
  space();
  if (load<u8>(at) != bracket) return false;
  at += 1;
  return true;
}

/** Passes what separates the next item from the one before. */
function next(): bool {
  if (load<u8>(at) != comma) return false;
  at += 1;
  space();
  return true;
}

/** Passes a key and its colon. */
function key(): bool {
  if (!string() || isEscaped) return false;
  keyStart = start;
  keyStop = stop;
  space();
  if (load<u8>(at) != colon) return false;
  at += 1;
  space();
  return true;
}

/** Whether the key is new in its object, whose keys begin at `from`; a few are compared, many are unusual. */
function remembers(from: i32): bool {
  // `__proto__` is no key like others to JavaScript.
  if (keyCount - from >= mostKeys || load<u8>(keyStart) == underscore) return false;
  const length = i32(keyStop - keyStart);
  for (let n = from; n < keyCount; n += 1) {
    const other = load<u32>(keys + 8 * n);
    if (i32(load<u32>(keys + 8 * n, 4) - other) == length && same(other, keyStart, length)) return false;
  }
  store<u32>(keys + 8 * keyCount, u32(keyStart));
  store<u32>(keys + 8 * keyCount, u32(keyStop), 4);
  keyCount += 1;
  return true;
}

/** Passes a string, and remembers where it was. */
function string(): bool {
  if (load<u8>(at) != quote) return false;
  start = at + 1;
  isEscaped = false;
  let beyondAscii: i32 = 0;
  let from = start;
  while (from < end) {
    const bytes = v128.load(from);
    const high = i8x16.bitmask(bytes);
    const special = i8x16.bitmask(v128.or(marks(bytes), controls(bytes)));
    if (special == 0) {
      beyondAscii |= high;
      from += 16;
      continue;
    }
    const n = ctz(special);
    beyondAscii |= high & ((1 << n) - 1);
    from += n;
    if (from >= end) return false;
    if (load<u8>(from) == quote) {
      stop = from;
      at = from + 1;
      isAscii = beyondAscii == 0;
      if (!isAscii) hasMore = true;
      return true;
    }
    if (load<u8>(from) != backslash || from + 1 >= end || !isEscape(load<u8>(from + 1))) return false;
    isEscaped = true;
    from += 2;
  }
  return false;
}

/** Whether a byte may stand behind a backslash; the `u` needs a closer look. */
function isEscape(byte: u8): bool {
  switch (byte) {
    case quote:
    case backslash:
    case slash:
    case 0x62: // b
    case 0x66: // f
    case 0x6e: // n
    case 0x72: // r
    case 0x74: // t
      return true;
    default:
      return false;
  }
}

function number(): bool {
  const whole = load<u8>(at) == minus ? at + 1 : at;
  let from = digits(whole);
  if (from == whole || (load<u8>(whole) == zero && from > whole + 1)) return false;
  if (load<u8>(from) == point) {
    const fraction = from + 1;
    from = digits(fraction);
    if (from == fraction) return false;
  }
  // An exponent, or whatever else follows a number without being JSON, is left: nobody expects it.
  if (i32(from - at) > longestNumber) return false;
  at = from;
  return true;
}

/** Where the digits end that begin there. */
function digits(from: usize): usize {
  let byte = load<u8>(from);
  while (byte >= zero && byte <= 0x39) byte = load<u8>(++from);
  return from;
}

/** Passes `true`, `null` or `false`, where it is next. */
function literal(): bool {
  const four = load<u32>(at);
  if (four == 0x65757274 || four == 0x6c6c756e) {
    at += 4;
    return true;
  }
  if (four != 0x736c6166 || load<u8>(at + 4) != 0x65) return false;
  at += 5;
  return true;
}

/** Passes white space. */
function space(): void {
  if (load<u8>(at) <= 0x20) spaces();
}

function spaces(): void {
  while (at < end) {
    const byte = load<u8>(at);
    if (byte > 0x20) return;
    if (byte == 0x0a || byte == 0x0d) hasLineEnds = true;
    else if (byte != 0x20 && byte != 0x09) return;
    at += 1;
  }
}
