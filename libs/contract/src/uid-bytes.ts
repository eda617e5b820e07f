/** Bytes of a uid. */
export const uidBytes = 16;

/** The value of a hexadecimal digit, without a branch: digits have bit 6 clear, letters have it set. */
const nibble = (code: number): number => (code & 15) + (code >> 6) * 9;

/** Writes the sixteen bytes of a uid in its usual form, 36 characters. */
export function writeUid(uid: string, into: Uint8Array, at: number): void {
  let to = at;
  for (let from = 0; from < 36; from += 2) {
    if (from === 8 || from === 13 || from === 18 || from === 23) from += 1;
    into[to] = (nibble(uid.charCodeAt(from)) << 4) | nibble(uid.charCodeAt(from + 1));
    to += 1;
  }
}

/** As `writeUid`, where the characters stand in other bytes. */
export function copyUid(text: Uint8Array, start: number, into: Uint8Array, at: number): void {
  let to = at;
  for (let from = start; from < start + 36; from += 2) {
    const place = from - start;
    if (place === 8 || place === 13 || place === 18 || place === 23) from += 1;
    into[to] = (nibble(text[from]!) << 4) | nibble(text[from + 1]!);
    to += 1;
  }
}
