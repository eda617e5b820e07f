import { isUtf8 } from 'node:buffer';
import { bytesAt } from './glance/bytes-at';
import { FamiliarTexts } from './glance/familiar-texts';

/** The text that bytes encode, or undefined where they are not UTF-8. */
export const textOf = (bytes: Buffer): string | undefined => (isUtf8(bytes) ? bytes.toString() : undefined);

function isAscii(bytes: Buffer, start: number, end: number): boolean {
  let seen = 0;
  for (let at = start; at < end; at += 1) seen |= bytes[at]!;
  return seen < 0x80;
}

/**
 * The text of a header, or undefined where it is not UTF-8. Mostly short ASCII, which is read without decoding; of others a
 * replacement character is the only sign that they may be something else.
 */
export function headerText(bytes: Buffer, start = 0, end = bytes.length): string | undefined {
  if (isAscii(bytes, start, end)) return bytes.toString('latin1', start, end);
  const text = bytes.toString('utf8', start, end);
  return text.includes('\ufffd') ? textOf(bytes.subarray(start, end)) : text;
}

const longestRemembered = 64;

/**
 * Reads a header that has few values in many records. Of each length it knows one, which is the value of most; others are
 * found among many.
 */
export class FamiliarHeader {
  private readonly usual: ({ bytes: Buffer; text: string } | undefined)[] = new Array<undefined>(longestRemembered + 1);
  private readonly others = new FamiliarTexts();

  /** The header's text, or undefined where it is not UTF-8. */
  read(bytes: Buffer, start = 0, end = bytes.length): string | undefined {
    const length = end - start;
    if (length > longestRemembered) return headerText(bytes, start, end);
    const usual = this.usual[length];
    if (usual && bytesAt(usual.bytes, bytes, start)) return usual.text;
    if (usual && isAscii(bytes, start, end)) return this.others.read(bytes, start, end);
    const text = headerText(bytes, start, end);
    // A copy: what is handed in may be a slice of a whole fetch, which would be kept alive.
    if (text !== undefined) this.usual[length] ??= { bytes: Buffer.from(bytes.subarray(start, end)), text };
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
