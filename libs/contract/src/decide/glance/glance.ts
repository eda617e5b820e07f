import { isUtf8 } from 'node:buffer';
import { isTight } from '../../sink/plain';
import { bytesAt } from './bytes-at';
import { FamiliarTexts } from './familiar-texts';
import { shapeKinds, takenAs, type Member, type Shape, type TakenAs, type Word } from './shape';

const quote = 0x22;
const comma = 0x2c;
const minus = 0x2d;
const point = 0x2e;
const zero = 0x30;
const nine = 0x39;
const colon = 0x3a;
const openBracket = 0x5b;
const backslash = 0x5c;
const closeBracket = 0x5d;
const underscore = 0x5f;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const tilde = 0x7e;

/** Numbers of more characters are looked at exactly. */
const longestNumber = 300;
const mostDepth = 16;
/** Keys of one object that are compared with each other. */
const mostKeys = 16;

/** By byte: 0 in a string what stands for itself, 1 the rest of Unicode, 2 what ends it or needs a look. */
const classes = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte < 0x20 || byte === quote || byte === backslash) return 2;
  return byte < 0x80 ? 0 : 1;
});
/** By byte: 1 for what may stand behind a backslash, save the `u`. */
const escapes = Uint8Array.from({ length: 256 }, (_, byte) =>
  '"\\/bfnrt'.includes(String.fromCharCode(byte)) ? 1 : 0,
);
const words = ['true', 'false', 'null'].map((word) => Buffer.from(word));

/**
 * Looks through the bytes of a JSON text once, to find the texts that are wanted, where it is of the usual shape and
 * nothing in it asks for a closer look. It never says that something is wrong: whatever it doesn't know is unusual.
 */
export class Glance {
  private buffer: Buffer = Buffer.alloc(0);
  private at = 0;
  /** Of the string that was passed last: between its quotes. */
  private start = 0;
  private end = 0;
  private isEscaped = false;
  private isAscii = true;
  /** Where the keys begin and end that are compared, of the open objects, one object after the other. */
  private readonly keys = new Int32Array(2 * mostKeys * mostDepth);
  private keyCount = 0;
  private readonly familiar = new FamiliarTexts();
  private hasNames = false;
  private lineEnds = false;

  private readonly names: readonly Uint8Array[];

  /**
   * @param found where the texts are put, by their slots
   * @param names keys at the top, beside those of the shape, that `isPlain` asks for
   */
  constructor(
    private readonly shape: Shape,
    private readonly found: (string | undefined)[],
    names: readonly string[] = [],
  ) {
    this.names = names.map((name) => Buffer.from(name));
  }

  /** Whether the value is usual; if so, `found` has what was wanted of it. */
  read(value: Buffer): boolean {
    this.buffer = value;
    this.at = 0;
    this.keyCount = 0;
    this.hasNames = false;
    this.lineEnds = false;
    const { found } = this;
    for (let slot = 0; slot < found.length; slot += 1) found[slot] = undefined;
    if (!isUtf8(value)) return false;
    this.space();
    const usual = this.value(this.shape, 1);
    this.space();
    return usual && this.at === value.length;
  }

  /** Whether the text is an object on one line, without white space at its ends, and has none of the names. */
  get isPlain(): boolean {
    return !this.lineEnds && !this.hasNames && isTight(this.buffer);
  }

  private value(shape: Shape, depth: number): boolean {
    switch (shape.kind) {
      case shapeKinds.text:
        return this.text(shape);
      case shapeKinds.object:
        return this.object(shape, depth);
      case shapeKinds.list:
        return this.list(shape.items, shape.most, depth);
      case shapeKinds.dictionary:
        return this.dictionary(shape.items, shape.most, depth);
      default:
        return this.any(depth);
    }
  }

  private text(shape: Shape): boolean {
    if (!this.string()) return false;
    const { start, end, isAscii, isEscaped } = this;
    const length = end - start;
    // In bytes there are as many as code points, or more: what is too long is perhaps not, what is long enough perhaps neither.
    if (length > shape.most || length < shape.least) return false;
    if (shape.least > 1 && !(isAscii && !isEscaped)) return false;
    if (shape.words) return !isEscaped && this.word(shape.words, shape.slot);
    if (shape.charset && !this.isOf(shape.charset)) return false;
    if (shape.isPointer && !this.isPlainPointer()) return false;
    if (shape.slot >= 0) this.found[shape.slot] = this.textOf(shape.taken);
    return true;
  }

  private textOf(taken: TakenAs): string {
    if (taken === takenAs.presence) return '';
    const { buffer, start, end } = this;
    if (this.isEscaped) return JSON.parse(buffer.toString('utf8', start - 1, end + 1)) as string;
    if (!this.isAscii) return buffer.toString('utf8', start, end);
    return taken === takenAs.familiar ? this.familiar.read(buffer, start, end) : buffer.toString('latin1', start, end);
  }

  private word(allowed: readonly Word[], slot: number): boolean {
    for (let n = 0; n < allowed.length; n += 1) {
      const { bytes, text } = allowed[n]!;
      if (!this.isSame(bytes)) continue;
      if (slot >= 0) this.found[slot] = text;
      return true;
    }
    return false;
  }

  private isOf(charset: Uint8Array): boolean {
    const { buffer, end } = this;
    for (let at = this.start; at < end; at += 1) if (charset[buffer[at]!] === 0) return false;
    return true;
  }

  private isPlainPointer(): boolean {
    const { buffer, start, end } = this;
    if (this.isEscaped || (end > start && buffer[start] !== 0x2f)) return false;
    for (let at = start; at < end; at += 1) if (buffer[at] === tilde) return false;
    return true;
  }

  private object(shape: Shape, depth: number): boolean {
    if (this.buffer[this.at] !== openBrace || depth > mostDepth) return false;
    this.at += 1;
    const before = this.keyCount;
    let seen = 0;
    let last: Member | undefined;
    for (let first = true; ; first = false) {
      if (this.ends(closeBrace)) break;
      if (!first && !this.next()) return false;
      const member = this.member(shape, last);
      if (member === undefined) {
        if (!this.key() || !this.remembers(before)) return false;
        if (depth === 1) this.hasNames ||= this.names.some((name) => this.keyIs(name));
        if (!this.any(depth + 1)) return false;
        continue;
      }
      if ((seen & member.bit) !== 0) return false;
      seen |= member.bit;
      last = member;
      if (!this.value(member.shape, depth + 1)) return false;
    }
    this.keyCount = before;
    return (seen & shape.required) === shape.required;
  }

  /** Passes the key of a member of the shape, where it is one. Most texts have their keys in the order of the one before. */
  private member(shape: Shape, last: Member | undefined): Member | undefined {
    const expected = last === undefined ? shape.first : last.next;
    if (expected !== undefined && this.token(expected.token)) return expected;
    const { at } = this;
    const member = this.key() ? this.memberOf(shape) : undefined;
    if (member === undefined) this.at = at;
    else if (last === undefined) shape.first = member;
    else last.next = member;
    return member;
  }

  private token(bytes: Uint8Array): boolean {
    if (!bytesAt(bytes, this.buffer, this.at)) return false;
    this.at += bytes.length;
    this.space();
    return true;
  }

  private memberOf(shape: Shape): Member | undefined {
    const some = shape.members[this.keyEnd - this.keyStart];
    if (some === undefined) return undefined;
    for (let n = 0; n < some.length; n += 1) {
      const member = some[n]!;
      if (bytesAt(member.bytes, this.buffer, this.keyStart)) return member;
    }
    return undefined;
  }

  private dictionary(values: Shape | undefined, most: number, depth: number): boolean {
    if (this.buffer[this.at] !== openBrace || depth > mostDepth) return false;
    this.at += 1;
    const before = this.keyCount;
    let count = 0;
    for (; ; count += 1) {
      if (this.ends(closeBrace)) break;
      if (count > 0 && !this.next()) return false;
      if (!this.key() || !this.remembers(before)) return false;
      if (values === undefined ? !this.any(depth + 1) : !this.value(values, depth + 1)) return false;
    }
    this.keyCount = before;
    return count <= most;
  }

  private list(items: Shape | undefined, most: number, depth: number): boolean {
    if (this.buffer[this.at] !== openBracket || depth > mostDepth) return false;
    this.at += 1;
    let count = 0;
    for (; ; count += 1) {
      if (this.ends(closeBracket)) break;
      if (count > 0 && !this.next()) return false;
      if (items === undefined ? !this.any(depth + 1) : !this.value(items, depth + 1)) return false;
    }
    return count <= most;
  }

  private any(depth: number): boolean {
    const byte = this.buffer[this.at];
    if (byte === quote) return this.string();
    if (byte === openBrace) return this.dictionary(undefined, Infinity, depth);
    if (byte === openBracket) return this.list(undefined, Infinity, depth);
    return this.number() || this.literal();
  }

  /** Passes the bracket that ends a list or an object, where it is next. */
  private ends(bracket: number): boolean {
    this.space();
    if (this.buffer[this.at] !== bracket) return false;
    this.at += 1;
    return true;
  }

  /** Passes what separates the next item from the one before. */
  private next(): boolean {
    if (this.buffer[this.at] !== comma) return false;
    this.at += 1;
    this.space();
    return true;
  }

  private keyStart = 0;
  private keyEnd = 0;

  /** Passes a key and its colon. */
  private key(): boolean {
    if (!this.string() || this.isEscaped) return false;
    this.keyStart = this.start;
    this.keyEnd = this.end;
    this.space();
    if (this.buffer[this.at] !== colon) return false;
    this.at += 1;
    this.space();
    return true;
  }

  /** Whether the key is new in its object, whose keys begin at `from`; a few are compared, many are unusual. */
  private remembers(from: number): boolean {
    const { keys, keyCount, buffer, keyStart, keyEnd } = this;
    // `__proto__` is no key like others to JavaScript.
    if (keyCount - from >= 2 * mostKeys || buffer[keyStart] === underscore) return false;
    const length = keyEnd - keyStart;
    for (let n = from; n < keyCount; n += 2) {
      const start = keys[n]!;
      if (keys[n + 1]! - start !== length) continue;
      let at = 0;
      while (at < length && buffer[start + at] === buffer[keyStart + at]) at += 1;
      if (at === length) return false;
    }
    keys[keyCount] = keyStart;
    keys[keyCount + 1] = keyEnd;
    this.keyCount = keyCount + 2;
    return true;
  }

  private keyIs(name: Uint8Array): boolean {
    return this.keyEnd - this.keyStart === name.length && bytesAt(name, this.buffer, this.keyStart);
  }

  private isSame(bytes: Uint8Array): boolean {
    return this.end - this.start === bytes.length && bytesAt(bytes, this.buffer, this.start);
  }

  /** Passes a string, and remembers where it was. */
  private string(): boolean {
    const { buffer } = this;
    const { length } = buffer;
    let { at } = this;
    if (buffer[at] !== quote) return false;
    at += 1;
    this.start = at;
    this.isEscaped = false;
    let seen = 0;
    while (at < length) {
      const kind = classes[buffer[at]!]!;
      if (kind < 2) {
        seen |= kind;
        at += 1;
        continue;
      }
      if (buffer[at] === quote) {
        this.end = at;
        this.at = at + 1;
        this.isAscii = seen === 0;
        return true;
      }
      if (buffer[at] !== backslash || at + 1 >= length || escapes[buffer[at + 1]!] !== 1) return false;
      this.isEscaped = true;
      at += 2;
    }
    return false;
  }

  private number(): boolean {
    const { buffer } = this;
    let { at } = this;
    if (buffer[at] === minus) at += 1;
    const whole = at;
    at = this.digits(at);
    if (at === whole || (buffer[whole] === zero && at > whole + 1)) return false;
    if (buffer[at] === point) {
      const fraction = at + 1;
      at = this.digits(fraction);
      if (at === fraction) return false;
    }
    // An exponent, or whatever else follows a number without being JSON, is left: nobody expects it.
    if (at - this.at > longestNumber) return false;
    this.at = at;
    return true;
  }

  private digits(from: number): number {
    const { buffer } = this;
    let at = from;
    while (at < buffer.length && buffer[at]! >= zero && buffer[at]! <= nine) at += 1;
    return at;
  }

  private literal(): boolean {
    for (const word of words) {
      if (!bytesAt(word, this.buffer, this.at)) continue;
      this.at += word.length;
      return true;
    }
    return false;
  }

  private space(): void {
    if (this.buffer[this.at]! > 0x20) return;
    const { buffer } = this;
    const { length } = buffer;
    while (this.at < length) {
      const byte = buffer[this.at]!;
      if (byte > 0x20) return;
      if (byte === 0x0a || byte === 0x0d) this.lineEnds = true;
      else if (byte !== 0x20 && byte !== 0x09) return;
      this.at += 1;
    }
  }
}
