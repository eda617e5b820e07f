const longest = 40;

/**
 * Turns the names of record headers into strings. Most records have the same names in the same order as the record
 * before them, and comparing bytes is much cheaper than making a string.
 */
export class HeaderNames {
  private readonly known: { bytes: Uint8Array; name: string }[] = [];

  /** @param index which header of its record it is */
  read(index: number, buffer: Buffer, start: number, end: number): string {
    const known = this.known[index];
    const length = end - start;
    if (known?.bytes.length === length && same(known.bytes, buffer, start)) return known.name;
    const name = buffer.toString('utf8', start, end);
    if (length <= longest && index < longest)
      this.known[index] = { bytes: Uint8Array.prototype.slice.call(buffer, start, end), name };
    return name;
  }
}

function same(bytes: Uint8Array, buffer: Buffer, start: number): boolean {
  for (let i = 0; i < bytes.length; i += 1) if (bytes[i] !== buffer[start + i]) return false;
  return true;
}
