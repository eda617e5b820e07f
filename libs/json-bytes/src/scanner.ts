import { scannerModule } from './generated/scanner';

type Reference = number;
type Text = [bytes: Reference, length: number];

/** What `assembly/index.ts` exports, which says more. References are places in its memory; 0 is none. */
export interface ScannerExports {
  readonly memory: WebAssembly.Memory;
  readonly input: WebAssembly.Global;
  readonly inputBytes: WebAssembly.Global;
  readonly output: WebAssembly.Global;
  readonly escapedAtOnce: WebAssembly.Global;
  readonly found: WebAssembly.Global;
  readonly hasMore: WebAssembly.Global;
  readonly items: WebAssembly.Global;
  readonly itemsAtOnce: WebAssembly.Global;
  readonly itemsWritten: WebAssembly.Global;
  allocate(bytes: number): Reference;
  newShape(kind: number, least: number, most: number, required: number, items: Reference): Reference;
  describeText(shape: Reference, slot: number, charset: Reference, isPointer: boolean): void;
  addWord(shape: Reference, bytes: Reference, length: number): void;
  addMember(shape: Reference, bytes: Reference, length: number, bit: number, member: Reference): void;
  addName(bytes: Reference, length: number): void;
  addRule(slot: number, word: Reference, length: number, needs: number): void;
  look(shape: Reference, slots: number, from: Reference, length: number): number;
  isPlain(): number;
  escape(length: number): number;
  digest(value: Reference, length: number, source: Reference, sourceLength: number, time: number): number;
  addHeader(
    name: Reference,
    nameLength: number,
    role: number,
    bit: number,
    isRequired: boolean,
    word: Reference,
    wordLength: number,
  ): void;
  describePart(part: number, bytes: Reference, length: number): void;
  readonly seen: WebAssembly.Global;
  see(
    shape: Reference,
    slots: number,
    value: Reference,
    length: number,
    end: Reference,
    owner: number,
    timestamp: number,
  ): number;
  describeItems(...places: [...Text, ...Text, ...Text]): void;
  writeItems(first: number, end: number): number;
}

const compiled = new WebAssembly.Module(Buffer.from(scannerModule, 'base64'));

const abort = (): never => {
  throw new RangeError('the scanner has no memory left for shapes');
};

/**
 * The scanner's code, in its own memory, which never grows. JavaScript takes two to five times as long to look at every
 * byte: it checks each one's place, and takes them one by one, where this takes sixteen.
 */
export function newScanner(): ScannerExports {
  return new WebAssembly.Instance(compiled, { env: { abort } }).exports as unknown as ScannerExports;
}
