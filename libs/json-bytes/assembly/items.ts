import { aroundText, input, output, outputEnd } from './areas';
import { writeDigits } from './digits';
import { escapeText } from './escape';

/** So many items are written in one go at most. */
export const itemsAtOnce: i32 = 1024;
/** By item: where its text begins in the input and its length, 32 bits each, and its time, a float of 64. */
export const items: usize = heap.alloc(16 * itemsAtOnce);

/** Times of more are left to the caller, as those that are no whole numbers. */
const latest: f64 = 9_007_199_254_740_991;

/** How many items were written last. */
export let itemsWritten: i32 = 0;

let before: usize = 0;
let beforeLength: i32 = 0;
let between: usize = 0;
let betweenLength: i32 = 0;
let after: usize = 0;
let afterLength: i32 = 0;

/** What is written before an item's time, between it and the text, and behind that: of sixteen bytes at most each. */
export function describeItems(
  first: usize,
  firstLength: i32,
  second: usize,
  secondLength: i32,
  third: usize,
  thirdLength: i32,
): void {
  before = first;
  beforeLength = firstLength;
  between = second;
  betweenLength = secondLength;
  after = third;
  afterLength = thirdLength;
}

/**
 * Writes items, one behind the other, until there is no room for another, or one is left to the caller: its text has
 * control characters, or its time is no whole number from 1970 on. For the first there is always room.
 * @param first and `end`: which of the items that are described; their texts have no more than `escapedAtOnce` bytes
 * @returns how many bytes they became, in the output area
 */
export function writeItems(first: i32, end: i32): i32 {
  let written = output;
  let n = first;
  for (; n < end; n += 1) {
    const item = items + 16 * n;
    const length = load<i32>(item, 4);
    const time = load<f64>(item, 8);
    if (!(time >= 0 && time <= latest && trunc(time) == time)) break;
    if (written + 2 * length + aroundText > outputEnd) break;
    v128.store(written, v128.load(before));
    let to = writeDigits(u64(time), written + beforeLength);
    v128.store(to, v128.load(between));
    to = escapeText(input + load<i32>(item), length, to + betweenLength);
    if (to == 0) break;
    v128.store(to, v128.load(after));
    written = to + afterLength;
  }
  itemsWritten = n - first;
  return i32(written - output);
}
