import { parseTime } from '@trailbook/contract';
import { ApiError } from '@trailbook/service';
import type { BodyFields } from './body-fields';

/** Milliseconds since 1970, both included. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** `startTime` and `endTime`. @throws ApiError 400 naming the field that isn't a date-time, or when the end comes first */
export function parseTimeRange(fields: BodyFields): TimeRange {
  const range = { from: timeIn(fields, 'startTime'), to: timeIn(fields, 'endTime') };
  if (range.from <= range.to) return range;
  throw ApiError.invalidRequest('endTime', 'endTime must not be before startTime');
}

function timeIn(fields: BodyFields, name: string): number {
  const time = parseTime(fields.text(name, { max: 64 }));
  if (time === undefined)
    throw fields.invalid(name, 'must be a date-time with a zone, such as 2026-01-02T03:04:05.123Z');
  return time;
}
