import { isUtf8 } from 'node:buffer';

/** The text that bytes encode, or undefined where they are not UTF-8. */
export const textOf = (bytes: Buffer): string | undefined => (isUtf8(bytes) ? bytes.toString() : undefined);

/** The text of a header: short, and mostly ASCII. A replacement character is the only sign of bytes that aren't UTF-8. */
export function headerText(bytes: Buffer): string | undefined {
  const text = bytes.toString();
  return text.includes('\ufffd') ? textOf(bytes) : text;
}

const longestRemembered = 64;

/** Whether two byte sequences of the same length are equal. For short ones a call out of JavaScript would cost more. */
function sameBytes(one: Buffer, other: Buffer): boolean {
  for (let at = one.length - 1; at >= 0; at--) if (one[at] !== other[at]) return false;
  return true;
}

/** Reads a header that has few values in many records: for each length it remembers the last value it read. */
export class FamiliarHeader {
  private readonly seen: ({ bytes: Buffer; text: string } | undefined)[] = new Array<undefined>(longestRemembered + 1);

  /** The header's text, or undefined where it is not UTF-8. */
  read(bytes: Buffer): string | undefined {
    const last = bytes.length <= longestRemembered ? this.seen[bytes.length] : undefined;
    if (last && sameBytes(last.bytes, bytes)) return last.text;
    const text = headerText(bytes);
    // A copy: what is handed in may be a slice of a whole fetch, which would be kept alive.
    if (text !== undefined && bytes.length <= longestRemembered) {
      this.seen[bytes.length] = { bytes: Buffer.from(bytes), text };
    }
    return text;
  }
}

/** Unicode code points of a text; half a surrogate pair counts as one. */
export function codePoints(text: string): number {
  let count = text.length;
  for (let at = 0; at < text.length - 1; at++) {
    if ((text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00) {
      count--;
      at++;
    }
  }
  return count;
}
