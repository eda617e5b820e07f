export const uuidLength: i32 = 36;
const hyphen: u8 = 0x2d;
const noDigit: u8 = 0xff;

/** By byte: what it is worth as a hexadecimal digit. */
const digits: usize = heap.alloc(256);
memory.fill(digits, noDigit, 256);
for (let n: i32 = 0; n < 10; n += 1) store<u8>(digits + 0x30 + n, u8(n));
for (let n: i32 = 10; n < 16; n += 1) {
  store<u8>(digits + 0x41 + n - 10, u8(n));
  store<u8>(digits + 0x61 + n - 10, u8(n));
}

/** Whether the 36 characters there are a UUID of version 7 (RFC 9562), in either case; its sixteen bytes go to `to`. */
export function readUuidV7(at: usize, to: usize): bool {
  if (load<u8>(at, 8) != hyphen || load<u8>(at, 13) != hyphen) return false;
  if (load<u8>(at, 18) != hyphen || load<u8>(at, 23) != hyphen) return false;
  let from = at;
  let wrong: u8 = 0;
  for (let n: i32 = 0; n < 16; n += 1) {
    if (n == 4 || n == 6 || n == 8 || n == 10) from += 1;
    const high = load<u8>(digits + load<u8>(from));
    const low = load<u8>(digits + load<u8>(from, 1));
    wrong |= high | low;
    store<u8>(to + n, (high << 4) | low);
    from += 2;
  }
  return wrong < 16 && load<u8>(to, 6) >> 4 == 7 && load<u8>(to, 8) >> 6 == 2;
}
