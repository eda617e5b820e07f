import { endInput, input, output } from './areas';

const controls: v128 = i8x16.splat(0x20);
const quotes: v128 = i8x16.splat(0x22);
const backslashes: v128 = i8x16.splat(0x5c);

/**
 * Writes a text so that it can stand within a JSON string.
 * @param length of the text in the input area, in bytes
 * @returns how many bytes it became, in the output area; -1 where it has control characters, which are left to the caller
 */
export function escape(length: i32): i32 {
  const end = endInput(length);
  let from = input;
  let to = output;
  while (from < end) {
    const bytes = v128.load(from);
    v128.store(to, bytes);
    const found = i8x16.bitmask(
      v128.or(v128.or(i8x16.eq(bytes, quotes), i8x16.eq(bytes, backslashes)), i8x16.lt_u(bytes, controls)),
    );
    if (found == 0) {
      from += 16;
      to += 16;
      continue;
    }
    const n = ctz(found);
    if (from + n >= end) return i32(to + (end - from) - output);
    const byte = load<u8>(from + n);
    if (byte < 0x20) return -1;
    store<u8>(to + n, 0x5c);
    store<u8>(to + n + 1, byte);
    from += n + 1;
    to += n + 2;
  }
  return i32(to - output);
}
