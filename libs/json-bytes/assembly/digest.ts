// xxHash64, as its specification (doc/xxhash_spec.md of xxHash) says.
const prime1: u64 = 0x9e3779b185ebca87;
const prime2: u64 = 0xc2b2ae3d27d4eb4f;
const prime3: u64 = 0x165667b19e3779f9;
const prime4: u64 = 0x85ebca77c2b2ae63;
const prime5: u64 = 0x27d4eb2f165667c5;

/** Bits of a hash that a JavaScript number does not hold. */
const lost: u64 = 11;

/**
 * The digest of an event's content: the upper 53 bits of the hash of its value, which is seeded with the hash of its source,
 * which is seeded with its time in milliseconds since 1970.
 */
export function digest(value: usize, length: i32, source: usize, sourceLength: i32, time: f64): f64 {
  const seed = hash(source, sourceLength, u64(i64(time)));
  return f64(hash(value, length, seed) >> lost);
}

function hash(from: usize, length: i32, seed: u64): u64 {
  const end = from + length;
  let at = from;
  let sum = seed + prime5;
  if (length >= 32) {
    let one = seed + prime1 + prime2;
    let two = seed + prime2;
    let three = seed;
    let four = seed - prime1;
    for (; at + 32 <= end; at += 32) {
      one = round(one, load<u64>(at));
      two = round(two, load<u64>(at, 8));
      three = round(three, load<u64>(at, 16));
      four = round(four, load<u64>(at, 24));
    }
    sum = rotl(one, 1) + rotl(two, 7) + rotl(three, 12) + rotl(four, 18);
    sum = merged(merged(merged(merged(sum, one), two), three), four);
  }
  sum += u64(length);
  for (; at + 8 <= end; at += 8) sum = rotl(sum ^ round(0, load<u64>(at)), 27) * prime1 + prime4;
  if (at + 4 <= end) {
    sum = rotl(sum ^ (u64(load<u32>(at)) * prime1), 23) * prime2 + prime3;
    at += 4;
  }
  for (; at < end; at += 1) sum = rotl(sum ^ (u64(load<u8>(at)) * prime5), 11) * prime1;
  sum = (sum ^ (sum >> 33)) * prime2;
  sum = (sum ^ (sum >> 29)) * prime3;
  return sum ^ (sum >> 32);
}

function round(sum: u64, lane: u64): u64 {
  return rotl(sum + lane * prime2, 31) * prime1;
}

function merged(sum: u64, lane: u64): u64 {
  return (sum ^ round(0, lane)) * prime1 + prime4;
}
