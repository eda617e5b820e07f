const longest: i32 = 16;
const lowest: u64 = 100_000_000;

/** The numbers of the lanes. */
const lanes: usize = heap.alloc(longest);
for (let lane: i32 = 0; lane < longest; lane += 1) store<u8>(lanes + lane, u8(lane));

/**
 * Writes a number in decimal digits. Sixteen bytes are written, however many it takes.
 * @param number below 10^16
 * @returns where it ends
 */
export function writeDigits(number: u64, to: usize): usize {
  const digits = i64x2.replace_lane(i64x2.splat(eightDigits(number / lowest)), 1, eightDigits(number % lowest));
  const isZero = i8x16.bitmask(i8x16.eq(digits, i64x2.splat(0)));
  // The last digit is written even where it is zero.
  const zeros = min(ctz(~isZero), longest - 1);
  const characters = v128.or(digits, i8x16.splat(0x30));
  v128.store(to, i8x16.swizzle(characters, i8x16.add(v128.load(lanes), i8x16.splat(i8(zeros)))));
  return to + longest - zeros;
}

/** A byte for each digit, the first in the lowest. All of a step are divided at once, by multiplying with an inverse. */
function eightDigits(number: u64): u64 {
  const thousands = number / 10_000;
  const fours = thousands | ((number - 10_000 * thousands) << 32);
  const hundreds = ((fours * 10_486) >> 20) & 0x0000007f_0000007f;
  const twos = hundreds | ((fours - 100 * hundreds) << 16);
  const tens = ((twos * 103) >> 10) & 0x000f000f_000f000f;
  return tens | ((twos - 10 * tens) << 8);
}
