import { escaped } from './escape';
import { newScanner } from './scanner';
import { ScannerMemory } from './scanner-memory';

/** What is JSON already around an item's time and text, of sixteen bytes at most each. */
export interface ItemFormat {
  readonly before: string;
  readonly between: string;
  readonly after: string;
}

export interface Item {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** UTF-8. */
  readonly message: Uint8Array;
}

/** Items as columns, and their texts where they lie, directly one behind the other. */
export interface PackedItems {
  readonly length: number;
  /** By item, milliseconds since 1970. */
  readonly times: Float64Array;
  /** By item, the bytes of its text. */
  readonly sizes: Int32Array;
  /** All texts in the order of the items, some in each stretch. */
  stretches(): Iterable<{ readonly bytes: Uint8Array; readonly texts: number }>;
}

type Take = (json: Uint8Array) => void;

const mostAround = 16;

/**
 * Writes items of a JSON list, each with a time and a text that stands within a string. Texts are put into the scanner's
 * memory one behind the other, and written all at once: a call for each would cost as much as the writing itself.
 */
export class ItemWriter {
  private readonly scanner = newScanner();
  private readonly memory = new Uint8Array(this.scanner.memory.buffer);
  private readonly input = this.scanner.input.value as number;
  private readonly output = this.scanner.output.value as number;
  /** Of all texts that are written in one go. */
  private readonly textBytes = this.scanner.escapedAtOnce.value as number;
  private readonly itemsAtOnce = this.scanner.itemsAtOnce.value as number;
  private readonly places: Int32Array;
  private readonly times: Float64Array;

  constructor(private readonly format: ItemFormat) {
    const { scanner } = this;
    const items = scanner.items.value as number;
    this.places = new Int32Array(scanner.memory.buffer, items, 4 * this.itemsAtOnce);
    this.times = new Float64Array(scanner.memory.buffer, items, 2 * this.itemsAtOnce);
    const memory = new ScannerMemory(scanner);
    scanner.describeItems(
      ...added(memory, format.before),
      ...added(memory, format.between),
      ...added(memory, format.after),
    );
  }

  /** @param take is given the bytes of the items part by part, in their order; they are there until it returns */
  write(items: readonly Item[], take: Take): void {
    const itemOf = (n: number) => items[n]!;
    for (let from = 0; from < items.length;) {
      const end = this.describe(items, from);
      if (end > from) this.writeDescribed(from, end, itemOf, take);
      else this.writeAlone(items[from]!, take);
      from = Math.max(end, from + 1);
    }
  }

  /** As `write`, of items that are columns: nothing is made of any of them. */
  writePacked(items: PackedItems, take: Take): void {
    let from = 0;
    for (const { bytes, texts } of items.stretches()) {
      const last = from + texts;
      for (let at = 0; from < last;) {
        const end = this.describePacked(items, from, last);
        const next = at + (end > from ? this.describedBytes(end - from) : items.sizes[from]!);
        const part = bytes.subarray(at, next);
        if (end > from) this.writePart(items, from, end, part, take);
        else this.writeAlone({ time: items.times[from]!, message: part }, take);
        [at, from] = [next, Math.max(end, from + 1)];
      }
    }
  }

  /** @returns the item that had no place any more */
  private describe(items: readonly Item[], from: number): number {
    const { memory, input, textBytes } = this;
    const last = Math.min(items.length, from + this.itemsAtOnce);
    let bytes = 0;
    for (let n = from; n < last; n += 1) {
      const { time, message } = items[n]!;
      const { length } = message;
      if (bytes + length > textBytes) return n;
      // An empty one may have lost its memory, from which nothing can be copied.
      if (length > 0) memory.set(message, input + bytes);
      this.place(n - from, bytes, length, time);
      bytes += length;
    }
    return last;
  }

  /** @returns as `describe` */
  private describePacked({ times, sizes }: PackedItems, from: number, end: number): number {
    const last = Math.min(end, from + this.itemsAtOnce);
    let bytes = 0;
    for (let n = from; n < last; n += 1) {
      const length = sizes[n]!;
      if (bytes + length > this.textBytes) return n;
      this.place(n - from, bytes, length, times[n]!);
      bytes += length;
    }
    return last;
  }

  private place(index: number, at: number, length: number, time: number): void {
    this.places[4 * index] = at;
    this.places[4 * index + 1] = length;
    this.times[2 * index + 1] = time;
  }

  /** Of the texts of so many items. */
  private describedBytes(count: number): number {
    return this.places[4 * (count - 1)]! + this.places[4 * (count - 1) + 1]!;
  }

  /** @param part the texts of the items that are described */
  private writePart(items: PackedItems, from: number, end: number, part: Uint8Array, take: Take): void {
    if (part.length > 0) this.memory.set(part, this.input);
    const itemOf = (n: number): Item => {
      const at = this.places[4 * (n - from)]!;
      return { time: items.times[n]!, message: part.subarray(at, at + items.sizes[n]!) };
    };
    this.writeDescribed(from, end, itemOf, take);
  }

  private writeDescribed(from: number, end: number, itemOf: (n: number) => Item, take: Take): void {
    const { scanner, memory, output } = this;
    for (let n = from; n < end;) {
      const bytes = scanner.writeItems(n - from, end - from);
      if (bytes > 0) take(memory.subarray(output, output + bytes));
      const written = scanner.itemsWritten.value as number;
      if (written === 0) this.writeAlone(itemOf(n), take);
      n += Math.max(written, 1);
    }
  }

  /** For a text that is too long or has control characters, or a time that is no whole number from 1970 on. */
  private writeAlone({ time, message }: Item, take: Take): void {
    const { before, between, after } = this.format;
    take(Buffer.from(`${before}${String(time)}${between}`));
    take(escaped(message));
    take(Buffer.from(after));
  }
}

function added(memory: ScannerMemory, json: string): [place: number, length: number] {
  const bytes = Buffer.from(json);
  if (bytes.length > mostAround) throw new RangeError(`${json} has more than ${mostAround} bytes`);
  return memory.add(bytes);
}
