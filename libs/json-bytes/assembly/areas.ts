/** The longest text that is looked at in one go. */
export const inputBytes: i32 = 256 * 1024;
/** Of a text that is escaped, so many bytes in one go: each may be written with two. */
export const escapedAtOnce: i32 = 64 * 1024;
/** Texts are read by sixteen bytes: so much behind the end can be read, too. */
export const slack: i32 = 16;

/** Where the caller puts a text. */
export const input: usize = heap.alloc(inputBytes + slack);
/** Where an escaped text is put. */
export const output: usize = heap.alloc(2 * escapedAtOnce + slack);

/** What was there before must not be taken for a part of the text. */
export function endInput(length: i32): usize {
  const end = input + length;
  v128.store(end, i64x2.splat(0));
  return end;
}
