import type { ScannerExports } from './scanner';

const [thereBit, escapedBit, asciiBit] = [1, 2, 4];
/** Of a slot: where its text begins and ends, and what is known of it. */
const perSlot = 3;
const mostSlots = 32;

/** The texts that were wanted of the JSON text that a scanner looked at last, by their slots. */
export class FoundTexts {
  private readonly found: Int32Array;

  constructor({ memory, found }: ScannerExports, slots: number) {
    if (slots > mostSlots) throw new RangeError(`${slots} texts are wanted, and ${mostSlots} can be found`);
    this.found = new Int32Array(memory.buffer, found.value as number, perSlot * mostSlots);
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
}
