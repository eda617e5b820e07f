import { slack } from './areas';
import { same } from './same';

/** Each text has one place, by its hash; another that falls on the same takes it. */
const places: i32 = 2048;
const longest: i32 = 64;
const stride: i32 = 4 + longest + 4;
const texts: usize = heap.alloc(places * stride + slack);

/** In a number: it stands for this text from now on, and stood for another before. */
const isNew: i32 = 0x10000;

/**
 * A small number for a text that comes again and again, so that it is made a string of once; -1 where it is too long.
 * @param at where it begins; as many bytes before it can be read
 */
export function numberOf(at: usize, length: i32): i32 {
  if (length < 1 || length > longest) return -1;
  // Uids and names differ in their ends; what stands before a shorter one is cut off.
  let end = load<u64>(at + length - 8);
  if (length < 8) end >>= u64(8 - length) << 3;
  const number = i32(((end ^ (u64(length) << 56)) * u64(0x9e3779b97f4a7c15)) >> 53);
  const place = texts + number * stride;
  if (load<i32>(place) == length && same(place + 4, at, length)) return number;
  store<i32>(place, length);
  memory.copy(place + 4, at, length);
  return number | isNew;
}
