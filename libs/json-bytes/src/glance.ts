import { isUtf8 } from 'node:buffer';
import { newScanner } from './scanner';
import { shapeKinds, type Shape, type TextShape } from './shape';

const most = (count: number): number => Math.min(count, 0x7fffffff);

const [thereBit, escapedBit, asciiBit] = [1, 2, 4];
/** Of a slot: where its text begins and ends, and what is known of it. */
const perSlot = 3;
const mostSlots = 32;
/** An object's members have a bit each. */
const mostMembers = 31;

/**
 * Looks through the bytes of a JSON text once, to find where the texts are that are wanted, where it is of the usual shape
 * and nothing in it asks for a closer look. It never says that something is wrong: whatever it doesn't know is unusual.
 */
export class Glance {
  private readonly scanner = newScanner();
  private readonly memory = new Uint8Array(this.scanner.memory.buffer);
  private readonly input = this.scanner.input.value as number;
  private readonly inputBytes = this.scanner.inputBytes.value as number;
  private readonly found = new Int32Array(
    this.scanner.memory.buffer,
    this.scanner.found.value as number,
    perSlot * mostSlots,
  );
  private readonly shape: number;

  /**
   * @param slots how many texts the shape wants
   * @param names keys at the top, beside those of the shape, that `isPlain` asks for
   */
  constructor(
    shape: Shape,
    private readonly slots: number,
    names: readonly string[] = [],
  ) {
    if (slots > mostSlots) throw new RangeError(`${slots} texts are wanted, and ${mostSlots} can be found`);
    this.shape = this.put(shape);
    for (const name of names) this.scanner.addName(...this.bytes(Buffer.from(name)));
  }

  /** Whether the value is usual; if so, what was wanted of it is found until the next one is read. */
  read(value: Buffer): boolean {
    const { length } = value;
    if (length > this.inputBytes) return false;
    this.memory.set(value, this.input);
    if (this.scanner.look(this.shape, this.slots, length) === 0) return false;
    return this.scanner.hasMore.value === 0 || isUtf8(value);
  }

  /** Whether the text is an object on one line, without white space at its ends, and has none of the names. */
  get isPlain(): boolean {
    return this.scanner.isPlain() !== 0;
  }

  has(slot: number): boolean {
    return (this.found[perSlot * slot + 2]! & thereBit) !== 0;
  }

  /** Where the text begins in the value, behind its quote. */
  start(slot: number): number {
    return this.found[perSlot * slot]!;
  }

  /** Where its closing quote is. */
  end(slot: number): number {
    return this.found[perSlot * slot + 1]!;
  }

  /** Whether it is written without escapes, in ASCII. */
  isBare(slot: number): boolean {
    return (this.found[perSlot * slot + 2]! & (escapedBit | asciiBit)) === asciiBit;
  }

  isEscaped(slot: number): boolean {
    return (this.found[perSlot * slot + 2]! & escapedBit) !== 0;
  }

  /** Writes a shape into the scanner's memory. */
  private put(shape: Shape): number {
    const { scanner } = this;
    switch (shape.kind) {
      case shapeKinds.text:
        return this.putText(shape);
      case shapeKinds.object: {
        const { members } = shape;
        if (members.length > mostMembers) throw new RangeError(`an object has more than ${mostMembers} members`);
        const required = members.reduce((bits, { isRequired }, index) => bits | (isRequired ? 1 << index : 0), 0);
        const place = scanner.newShape(shape.kind, 0, 0, required, 0);
        for (const [index, { name, shape: inner }] of members.entries()) {
          scanner.addMember(place, ...this.bytes(Buffer.from(name)), 1 << index, this.put(inner));
        }
        return place;
      }
      case shapeKinds.list:
      case shapeKinds.dictionary:
        return scanner.newShape(shape.kind, 0, most(shape.most), 0, this.put(shape.items));
      case shapeKinds.any:
        return scanner.newShape(shape.kind, 0, 0, 0, 0);
    }
  }

  private putText({
    kind,
    least,
    most: longest,
    slot = -1,
    charset,
    isPointer = false,
    words = [],
  }: TextShape): number {
    const { scanner } = this;
    const place = scanner.newShape(kind, least, most(longest), 0, 0);
    scanner.describeText(place, slot, charset === undefined ? 0 : this.bytes(charset)[0], isPointer);
    for (const word of words) scanner.addWord(place, ...this.bytes(Buffer.from(word)));
    return place;
  }

  private bytes(some: Uint8Array): [place: number, length: number] {
    const place = this.scanner.allocate(some.length);
    this.memory.set(some, place);
    return [place, some.length];
  }
}
