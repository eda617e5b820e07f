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
  write(items: readonly Item[], take: (json: Uint8Array) => void): void {
    for (let from = 0; from < items.length;) {
      const end = this.pack(items, from);
      if (end > from) this.writePacked(items, from, end, take);
      else this.writeAlone(items[from]!, take);
      from = Math.max(end, from + 1);
    }
  }

  /** @returns the item that had no place any more */
  private pack(items: readonly Item[], from: number): number {
    const { memory, input, textBytes, places, times } = this;
    const last = Math.min(items.length, from + this.itemsAtOnce);
    let bytes = 0;
    for (let n = from; n < last; n += 1) {
      const { time, message } = items[n]!;
      const { length } = message;
      if (bytes + length > textBytes) return n;
      // An empty one may have lost its memory, from which nothing can be copied.
      if (length > 0) memory.set(message, input + bytes);
      const index = n - from;
      places[4 * index] = bytes;
      places[4 * index + 1] = length;
      times[2 * index + 1] = time;
      bytes += length;
    }
    return last;
  }

  private writePacked(items: readonly Item[], from: number, end: number, take: (json: Uint8Array) => void): void {
    const { scanner, memory, output } = this;
    for (let n = from; n < end;) {
      const bytes = scanner.writeItems(n - from, end - from);
      if (bytes > 0) take(memory.subarray(output, output + bytes));
      const written = scanner.itemsWritten.value as number;
      if (written === 0) this.writeAlone(items[n]!, take);
      n += Math.max(written, 1);
    }
  }

  /** For a text that is too long or has control characters, or a time that is no whole number from 1970 on. */
  private writeAlone({ time, message }: Item, take: (json: Uint8Array) => void): void {
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
