const zero = 48;

/** The number that `count` digits at `start` make, or -1 where one of them is no digit. */
function digits(text: string, start: number, count: number): number {
  let value = 0;
  for (let at = start; at < start + count; at++) {
    const digit = text.charCodeAt(at) - zero;
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const daysIn = (year: number, month: number): number => (month === 2 && isLeap(year) ? 29 : (lengths[month - 1] ?? 0));

/** Days from 1970-01-01 to a date of the proleptic Gregorian calendar. (`Date.UTC` takes the year 50 for 1950.) */
function daysSince1970(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Where the digits that start at `start` end. */
function endOfDigits(text: string, start: number): number {
  let end = start;
  for (let digit = text.charCodeAt(end) - zero; digit >= 0 && digit <= 9; digit = text.charCodeAt(end) - zero) end++;
  return end;
}

/** Milliseconds of a fraction of a second, further digits cut off. */
function fraction(text: string, start: number, end: number): number {
  let milliseconds = 0;
  for (let at = start, weight = 100; at < end && weight > 0; at++, weight = Math.floor(weight / 10)) {
    milliseconds += (text.charCodeAt(at) - zero) * weight;
  }
  return milliseconds;
}

/** Minutes of the offset that is the rest of the text, or NaN where it is none. */
function offsetMinutes(text: string, at: number): number {
  const sign = text.charAt(at);
  if (sign === 'Z' || sign === 'z') return text.length === at + 1 ? 0 : NaN;
  if ((sign !== '+' && sign !== '-') || text.length !== at + 6 || text.charAt(at + 3) !== ':') return NaN;
  const hours = digits(text, at + 1, 2);
  const minutes = digits(text, at + 4, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return NaN;
  return (sign === '-' ? -1 : 1) * (hours * 60 + minutes);
}

const separators = (text: string): boolean =>
  text.charAt(4) === '-' &&
  text.charAt(7) === '-' &&
  (text.charAt(10) === 'T' || text.charAt(10) === 't') &&
  text.charAt(13) === ':' &&
  text.charAt(16) === ':';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/**
 * The milliseconds since 1970 of an RFC 3339 date-time, or undefined where it is none: the date must be in the calendar,
 * the zone given; what is finer than a millisecond is cut off. A leap second (23:59:60 UTC) is the second after it.
 */
export function parseTime(text: string): number | undefined {
  if (!separators(text)) return undefined;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  const hour = digits(text, 11, 2);
  const minute = digits(text, 14, 2);
  const second = digits(text, 17, 2);
  if (year < 0 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return undefined;
  let end = 19;
  let milliseconds = 0;
  if (text.charAt(19) === '.') {
    end = endOfDigits(text, 20);
    if (end === 20) return undefined;
    milliseconds = fraction(text, 20, end);
  }
  const offset = offsetMinutes(text, end);
  if (Number.isNaN(offset)) return undefined;
  const start = daysSince1970(year, month, day) * dayMs + (hour * 60 + minute - offset) * minuteMs;
  if (second === 60 && (((start + minuteMs) % dayMs) + dayMs) % dayMs !== 0) return undefined;
  return start + second * 1000 + milliseconds;
}
