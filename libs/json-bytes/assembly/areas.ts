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

let behind: v128 = i64x2.splat(0);

/** What stands behind a text must not be taken for a part of it: `restoreEnd` puts it back. */
export function beginEnd(end: usize): void {
  behind = v128.load(end);
  v128.store(end, i64x2.splat(0));
}

export function restoreEnd(end: usize): void {
  v128.store(end, behind);
}
