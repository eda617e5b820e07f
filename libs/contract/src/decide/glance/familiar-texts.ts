import { bytesAt } from './bytes-at';

const slots = 4_096;
const longest = 64;

/**
 * Turns bytes into strings, and gives the same string for the same bytes as long as it remembers them: comparing a few
 * bytes is cheaper than making a string, and of what comes a million times one is kept in memory. Each string has one
 * place; another that falls on the same takes it.
 */
export class FamiliarTexts {
  private readonly known: ({ bytes: Uint8Array; text: string } | undefined)[] = new Array<undefined>(slots);

  /** @param buffer ASCII between `start` and `end` */
  read(buffer: Buffer, start: number, end: number): string {
    const length = end - start;
    if (length > longest || length < 4) return buffer.toString('latin1', start, end);
    // Uids and names differ in their ends.
    const hash =
      (buffer[end - 1]! | (buffer[end - 2]! << 8) | (buffer[end - 3]! << 16) | (buffer[end - 4]! << 24)) ^
      (length * 0x3ff);
    const place = (Math.imul(hash, 0x9e3779b1) >>> 20) & (slots - 1);
    const known = this.known[place];
    if (known?.bytes.length === length && bytesAt(known.bytes, buffer, start)) return known.text;
    const text = buffer.toString('latin1', start, end);
    // A copy: a view would keep a whole fetch in memory.
    this.known[place] = { bytes: Uint8Array.prototype.slice.call(buffer, start, end), text };
    return text;
  }
}
