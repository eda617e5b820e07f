import { ApiError } from '@trailbook/service';
import { valueOf, type QueryParameters } from './parameters';

const shape = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d{1,60}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

/**
 * Milliseconds since 1970 of an RFC 3339 date-time with its zone; digits beyond milliseconds are cut off.
 * Undefined for anything else, a day that its month does not have included: `Date.parse` would take 2026-02-30.
 */
export function parseDateTime(text: string): number | undefined {
  const found = shape.exec(text);
  if (!found) return undefined;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number) as [number, ...number[]] & number[];
  const milliseconds = Number((found[7] ?? '').slice(0, 3).padEnd(3, '0'));
  const [offsetHour, offsetMinute] = [Number(found[9] ?? 0), Number(found[10] ?? 0)];
  if (hour! > 23 || minute! > 59 || second! > 59 || offsetHour > 23 || offsetMinute > 59) return undefined;
  const local = new Date(0);
  // Not Date.UTC: it takes the years 0 to 99 for 1900 to 1999.
  local.setUTCFullYear(year, month! - 1, day);
  if (local.getUTCMonth() !== month! - 1 || local.getUTCDate() !== day) return undefined;
  local.setUTCHours(hour!, minute, second, milliseconds);
  const offset = (offsetHour * 60 + offsetMinute) * 60_000;
  return local.getTime() - (found[8] === '-' ? -offset : offset);
}

/** A parameter that is a date-time, as milliseconds since 1970. */
export function dateTimeOf(query: QueryParameters, name: string): number | undefined {
  const text = valueOf(query, name);
  if (text === undefined) return undefined;
  const time = parseDateTime(text);
  if (time === undefined) {
    throw ApiError.invalidRequest(name, `${name} must be a date-time with a zone, such as 2026-01-02T03:04:05.123Z`);
  }
  return time;
}
