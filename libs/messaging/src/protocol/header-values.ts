const longest = 64;
/** After so many different values in a row a header is taken for one that is different each time, as an id is. */
const patience = 4;
/** Now and then it is looked at again all the same. */
const everySo = 64;

interface Known {
  value: Buffer;
  misses: number;
}

/**
 * Gives the values of record headers as buffers. Many headers have the same value in nearly every record, and comparing
 * a few bytes is cheaper than making a view of them, and collecting it as garbage.
 */
export class HeaderValues {
  private readonly known: (Known | undefined)[] = [];

  /** @param index which header of its record it is */
  read(index: number, buffer: Buffer, start: number, end: number): Buffer {
    const length = end - start;
    if (length > longest || index >= longest) return buffer.subarray(start, end);
    const known = this.known[index];
    if (known === undefined) {
      this.known[index] = { value: copy(buffer, start, end), misses: 0 };
      return buffer.subarray(start, end);
    }
    if (known.value.length === length && same(known.value, buffer, start)) {
      known.misses = 0;
      return known.value;
    }
    known.misses += 1;
    if (known.misses <= patience || known.misses % everySo === 0) known.value = copy(buffer, start, end);
    return buffer.subarray(start, end);
  }
}

/** Its own bytes: a view would keep a whole fetch in memory. */
const copy = (buffer: Buffer, start: number, end: number): Buffer => Buffer.from(buffer.subarray(start, end));

/** From the end, where values that differ mostly do. */
function same(value: Buffer, buffer: Buffer, start: number): boolean {
  for (let i = value.length - 1; i >= 0; i -= 1) if (value[i] !== buffer[start + i]) return false;
  return true;
}
