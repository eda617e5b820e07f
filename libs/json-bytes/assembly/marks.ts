export const quote: u8 = 0x22;
export const backslash: u8 = 0x5c;

/** Which of the bytes mean something else than themselves in a JSON string: all bits of their lanes set. */
export function marks(bytes: v128): v128 {
  return v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c)));
}

/** Likewise, which of them are control characters. */
export function controls(bytes: v128): v128 {
  return i8x16.lt_u(bytes, i8x16.splat(0x20));
}
