import { isUtf8 } from 'node:buffer';
import { FoundTexts } from './found-texts';
import { newScanner } from './scanner';
import { ScannerMemory } from './scanner-memory';
import type { TextForm } from './shape';

/**
 * Looks through the bytes of a JSON text once, to find where the texts are that are wanted, where it is of the usual shape
 * and nothing in it asks for a closer look. It never says that something is wrong: whatever it doesn't know is unusual.
 */
export class Glance {
  private readonly scanner = newScanner();
  private readonly memory = new ScannerMemory(this.scanner);
  private readonly input = this.scanner.input.value as number;
  private readonly inputBytes = this.scanner.inputBytes.value as number;
  private readonly slots: number;
  private readonly shape: number;
  /** What was wanted, until the next text is read. */
  readonly found: FoundTexts;

  constructor(form: TextForm) {
    this.slots = form.slots;
    this.found = new FoundTexts(this.scanner, form.slots);
    this.shape = this.memory.addForm(form);
  }

  /** Whether the value is usual; if so, what was wanted of it is found. */
  read(value: Buffer): boolean {
    const { length } = value;
    if (length > this.inputBytes) return false;
    this.memory.bytes.set(value, this.input);
    if (this.scanner.look(this.shape, this.slots, this.input, length) === 0) return false;
    return this.scanner.hasMore.value === 0 || isUtf8(value);
  }

  /** Whether the text is an object on one line, without white space at its ends, and has none of the names. */
  get isPlain(): boolean {
    return this.scanner.isPlain() !== 0;
  }
}
