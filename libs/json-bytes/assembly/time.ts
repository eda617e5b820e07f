const minus: u8 = 0x2d;
const plus: u8 = 0x2b;
const point: u8 = 0x2e;
const zero: u8 = 0x30;
const colon: u8 = 0x3a;
const t: u8 = 0x54;
const z: u8 = 0x5a;

/** Of what is no time. */
export const noTime: i64 = i64.MIN_VALUE;
/** Characters of a time as it is written. */
export const timeLength: i32 = 24;
const minuteMs: i64 = 60_000;
const dayMs: i64 = 24 * 60 * minuteMs;
/** The years 0 to 9999: others take more than four digits. */
const earliest: f64 = -62_167_219_200_000;
const latest: f64 = 253_402_300_799_999;

export function isWritable(milliseconds: f64): bool {
  return milliseconds >= earliest && milliseconds <= latest;
}

/** The number that two digits make, or -1. */
function two(at: usize): i32 {
  const tens = i32(load<u8>(at)) - zero;
  const ones = i32(load<u8>(at, 1)) - zero;
  return u32(tens) > 9 || u32(ones) > 9 ? -1 : tens * 10 + ones;
}

function daysIn(year: i32, month: i32): i32 {
  if (month == 2) return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/** Days from 1970-01-01 to a date of the proleptic Gregorian calendar, of which the years begin in March. */
function daysSince1970(year: i32, month: i32, day: i32): i32 {
  const shifted = month <= 2 ? year - 1 : year;
  const era = (shifted >= 0 ? shifted : shifted - 399) / 400;
  const yearOfEra = shifted - era * 400;
  const dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468;
}

/** Minutes of an offset that ends at `end`; `i32.MIN_VALUE` where it is none. */
function offsetMinutes(at: usize, end: usize): i32 {
  const sign = load<u8>(at);
  if (sign == z) return at + 1 == end ? 0 : i32.MIN_VALUE;
  if ((sign != plus && sign != minus) || at + 6 != end || load<u8>(at, 3) != colon) return i32.MIN_VALUE;
  const hours = two(at + 1);
  const minutes = two(at + 4);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return i32.MIN_VALUE;
  return sign == minus ? -(hours * 60 + minutes) : hours * 60 + minutes;
}

/**
 * The milliseconds since 1970 of an RFC 3339 date-time in upper case, what is finer cut off. A leap second is left to whoever
 * looks exactly: `noTime`, as whatever is no date-time.
 */
export function parseTime(at: usize, length: i32): i64 {
  if (length < 20 || load<u8>(at, 4) != minus || load<u8>(at, 7) != minus || load<u8>(at, 10) != t) return noTime;
  if (load<u8>(at, 13) != colon || load<u8>(at, 16) != colon) return noTime;
  const century = two(at);
  const years = two(at + 2);
  const month = two(at + 5);
  const day = two(at + 8);
  const hour = two(at + 11);
  const minute = two(at + 14);
  const second = two(at + 17);
  if ((century | years | month | day | hour | minute | second) < 0) return noTime;
  const year = century * 100 + years;
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return noTime;
  if (hour > 23 || minute > 59 || second > 59) return noTime;
  const end = at + length;
  let from = at + 19;
  let milliseconds: i32 = 0;
  if (load<u8>(from) == point) {
    const first = ++from;
    for (let weight: i32 = 100; from < end; from += 1, weight /= 10) {
      const digit = i32(load<u8>(from)) - zero;
      if (u32(digit) > 9) break;
      milliseconds += digit * weight;
    }
    if (from == first) return noTime;
  }
  const offset = offsetMinutes(from, end);
  if (offset == i32.MIN_VALUE) return noTime;
  const minutes = i64(hour * 60 + minute - offset);
  return i64(daysSince1970(year, month, day)) * dayMs + minutes * minuteMs + second * 1_000 + milliseconds;
}

function writeTwo(number: i32, to: usize): void {
  store<u8>(to, zero + u8(number / 10));
  store<u8>(to, zero + u8(number % 10), 1);
}

/** Writes a time that is writable as REST shows it: RFC 3339, UTC, milliseconds; `timeLength` bytes. */
export function writeTime(milliseconds: i64, to: usize): void {
  let days = milliseconds / dayMs;
  let rest = i32(milliseconds % dayMs);
  if (rest < 0) {
    days -= 1;
    rest += i32(dayMs);
  }
  // The inverse of `daysSince1970`: the day's era of 400 years, its year and its month from March on.
  const shifted = i32(days) + 719_468;
  const era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097;
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
  const dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
  const fromMarch = (5 * dayOfYear + 2) / 153;
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  writeTwo(year / 100, to);
  writeTwo(year % 100, to + 2);
  store<u8>(to, minus, 4);
  writeTwo(month, to + 5);
  store<u8>(to, minus, 7);
  writeTwo(dayOfYear - (153 * fromMarch + 2) / 5 + 1, to + 8);
  store<u8>(to, t, 10);
  writeTwo(rest / 3_600_000, to + 11);
  store<u8>(to, colon, 13);
  writeTwo((rest / 60_000) % 60, to + 14);
  store<u8>(to, colon, 16);
  writeTwo((rest / 1_000) % 60, to + 17);
  store<u8>(to, point, 19);
  const thousandths = rest % 1_000;
  store<u8>(to, zero + u8(thousandths / 100), 20);
  writeTwo(thousandths % 100, to + 21);
  store<u8>(to, z, 23);
}
