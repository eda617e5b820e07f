import { input, output } from './areas';
import { controls, marks } from './marks';

/** As many bytes are looked at in one go. */
const atOnce: usize = 16;
/** The lane behind those of eight bytes. */
const backslashLane: u8 = 8;

/** By which of eight bytes are escaped, a bit each: the lanes that are written, `backslashLane` before an escaped one. */
const lanes: usize = heap.alloc(256 * 16);
for (let escaped: i32 = 0; escaped < 256; escaped += 1) {
  let to = lanes + 16 * escaped;
  for (let lane: u8 = 0; lane < 8; lane += 1) {
    if ((escaped & (1 << lane)) != 0) store<u8>(to++, backslashLane);
    store<u8>(to++, lane);
  }
}

/** Sixteen bytes of no bits, then sixteen of all: read from somewhere between, they blank what is behind a text's end. */
const blanks: usize = heap.alloc(2 * atOnce);
v128.store(blanks, i64x2.splat(0));
v128.store(blanks + atOnce, i64x2.splat(-1));

/**
 * Writes a text so that it can stand within a JSON string. Without a branch: every seventh byte or so of JSON is a quote,
 * where no processor can tell. Sixteen bytes behind the text are read, and up to 32 behind its end are written.
 * @returns where it ends; 0 where it has control characters, which are left to the caller
 */
export function escapeText(from: usize, length: i32, to: usize): usize {
  const end = from + length;
  let least = i64x2.splat(-1);
  for (; from + atOnce <= end; from += atOnce) {
    const bytes = v128.load(from);
    least = i8x16.min_u(least, bytes);
    to = escapeSixteen(bytes, to);
  }
  const missing = from + atOnce - end;
  // All bits are neither a mark nor a control character.
  const bytes = v128.or(v128.load(from), v128.load(blanks + missing));
  least = i8x16.min_u(least, bytes);
  to = escapeSixteen(bytes, to) - missing;
  return v128.any_true(controls(least)) ? 0 : to;
}

/** Eight bytes and eight: so many fit into sixteen when each is escaped. */
function escapeSixteen(bytes: v128, to: usize): usize {
  const backslashes = i8x16.splat(0x5c);
  const escaped = i8x16.bitmask(marks(bytes));
  const first = i8x16.shuffle(bytes, backslashes, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);
  const second = i8x16.shuffle(bytes, backslashes, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31);
  v128.store(to, i8x16.swizzle(first, v128.load(lanes + ((escaped & 0xff) << 4))));
  v128.store(to + 8 + popcnt(escaped & 0xff), i8x16.swizzle(second, v128.load(lanes + ((escaped >> 8) << 4))));
  return to + atOnce + popcnt(escaped);
}

/**
 * Writes the text in the input area so that it can stand within a JSON string.
 * @param length in bytes
 * @returns how many bytes it became, in the output area; -1 where it has control characters
 */
export function escape(length: i32): i32 {
  const end = escapeText(input, length, output);
  return end == 0 ? -1 : i32(end - output);
}
