import type { ScannerExports } from './scanner';
import { shapeKinds, type Shape, type TextForm, type TextRule, type TextShape } from './shape';

const most = (count: number): number => Math.min(count, 0x7fffffff);

/** An object's members have a bit each. */
const mostMembers = 31;

/** Writes what a scanner has to know for good into its memory. */
export class ScannerMemory {
  readonly bytes: Uint8Array;

  constructor(private readonly scanner: ScannerExports) {
    this.bytes = new Uint8Array(scanner.memory.buffer);
  }

  /** @returns where the shape of the form is */
  addForm({ shape, names = [], rules = [] }: TextForm): number {
    const place = this.addShape(shape);
    for (const name of names) this.scanner.addName(...this.add(name));
    for (const rule of rules) this.addRule(rule);
    return place;
  }

  /** @returns where the text's bytes are, and how many */
  add(text: string | Uint8Array): [place: number, length: number] {
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    const place = this.scanner.allocate(bytes.length);
    this.bytes.set(bytes, place);
    return [place, bytes.length];
  }

  private addRule({ slot, word, needs }: TextRule): void {
    this.scanner.addRule(slot, ...this.add(word), needs);
  }

  private addShape(shape: Shape): number {
    const { scanner } = this;
    switch (shape.kind) {
      case shapeKinds.text:
        return this.addText(shape);
      case shapeKinds.object: {
        const { members } = shape;
        if (members.length > mostMembers) throw new RangeError(`an object has more than ${mostMembers} members`);
        const required = members.reduce((bits, { isRequired }, index) => bits | (isRequired ? 1 << index : 0), 0);
        const place = scanner.newShape(shape.kind, 0, 0, required, 0);
        for (const [index, { name, shape: inner }] of members.entries()) {
          scanner.addMember(place, ...this.add(name), 1 << index, this.addShape(inner));
        }
        return place;
      }
      case shapeKinds.list:
      case shapeKinds.dictionary:
        return scanner.newShape(shape.kind, 0, most(shape.most), 0, this.addShape(shape.items));
      case shapeKinds.any:
        return scanner.newShape(shape.kind, 0, 0, 0, 0);
    }
  }

  private addText(shape: TextShape): number {
    const { kind, least, most: longest, slot = -1, charset, isPointer = false, words = [] } = shape;
    const { scanner } = this;
    const place = scanner.newShape(kind, least, most(longest), 0, 0);
    scanner.describeText(place, slot, charset === undefined ? 0 : this.add(charset)[0], isPointer);
    for (const word of words) scanner.addWord(place, ...this.add(word));
    return place;
  }
}
