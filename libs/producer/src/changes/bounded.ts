import { isObject, nestsDeeperThan, type Json } from './json';
import { clipped, storable } from './text';

/** Most code units of JSON that one `before` or `after` may have; what is larger is shown as the start of its JSON. */
export const MAX_VALUE_LENGTH = 4096;
const SHOWN_LENGTH = 1024;
const MAX_VALUE_NESTING = 24;
const LARGEST = 1e308;
const SMALLEST = 1e-308;

/** A value that any event may carry: storable text, numbers that every database can hold, bounded size and nesting. */
export function bounded(value: Json): Json {
  const text = JSON.stringify(value);
  if (text.length > MAX_VALUE_LENGTH) return `${clipped(text, SHOWN_LENGTH)} (${text.length} characters of JSON)`;
  if (nestsDeeperThan(value, MAX_VALUE_NESTING)) return clipped(text, SHOWN_LENGTH);
  return clean(value);
}

function clean(value: Json): Json {
  if (typeof value === 'string') return storable(value);
  if (typeof value === 'number') return holdable(value) ? value : String(value);
  if (Array.isArray(value)) return value.map(clean);
  if (isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [storable(key), clean(item)]));
  }
  return value;
}

function holdable(number: number): boolean {
  const size = Math.abs(number);
  return size === 0 || (size >= SMALLEST && size <= LARGEST);
}
