/** The longest text that is looked at in one go. */
export const inputBytes: i32 = 256 * 1024;
/** Of texts that are escaped, so many bytes in one go: each may be written with two. */
export const escapedAtOnce: i32 = 64 * 1024;
/** Texts are read by sixteen bytes: so much behind the end can be read, too. */
export const slack: i32 = 16;
/** What an item is written with beside its text, at most: four times sixteen bytes, see `items.ts`. */
export const aroundText: i32 = 64;
/** Texts are written by sixteen bytes twice, whatever is left of them: so much behind the end can be written, too. */
const outputSlack: i32 = 32;
const outputBytes: i32 = 2 * escapedAtOnce + aroundText;

/** Where the caller puts a text. */
export const input: usize = heap.alloc(inputBytes + slack);
/** Where an escaped text is put. */
export const output: usize = heap.alloc(outputBytes + outputSlack);
/** As far as it may go. */
export const outputEnd: usize = output + outputBytes;

let behind: v128 = i64x2.splat(0);

/** What stands behind a text must not be taken for a part of it: `restoreEnd` puts it back. */
export function beginEnd(end: usize): void {
  behind = v128.load(end);
  v128.store(end, i64x2.splat(0));
}

export function restoreEnd(end: usize): void {
  v128.store(end, behind);
}
