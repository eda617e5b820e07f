const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const lowerE = 0x65;
const lowerU = 0x75;

/** Longest number without an exponent that can't leave the range of `limits.number`. */
const longestPlainNumber = 300;

/** What one pass over a JSON text tells. */
export interface Scan {
  /** Members of all objects, repeated keys counted each time. */
  members: number;
  /** A `\u` escape occurs: the text may hold U+0000 or half a surrogate pair. */
  escapes: boolean;
  /** A number has an exponent, or is so long that it may be out of range. */
  oddNumbers: boolean;
}

/**
 * Looks once at each byte of a valid JSON text, to tell cheaply whether a closer look is needed. It is exact about
 * members, and errs on the side of suspicion otherwise.
 */
export function scan(json: Uint8Array): Scan {
  const length = json.length;
  let members = 0;
  let escapes = false;
  let oddNumbers = false;
  let stringEnd = 0;
  for (let at = 0; at < length; at++) {
    const byte = json[at] as number;
    if (byte === quote) {
      if (at - stringEnd > longestPlainNumber) oddNumbers = true;
      for (at++; at < length; at++) {
        const inside = json[at] as number;
        if (inside === quote) break;
        if (inside === backslash && json[++at] === lowerU) escapes = true;
      }
      stringEnd = at;
    } else if (byte === colon) {
      members++;
    } else if ((byte | 0x20) === lowerE && isDigit(json[at - 1])) {
      oddNumbers = true;
    }
  }
  if (length - stringEnd > longestPlainNumber) oddNumbers = true;
  return { members, escapes, oddNumbers };
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;

/**
 * The number of keys of all objects in a parsed JSON value, or NaN where arrays and objects lie deeper inside each other
 * than `depth` allows.
 */
export function countKeys(value: object, depth: number): number {
  if (depth <= 0) return NaN;
  let keys = 0;
  if (Array.isArray(value)) {
    for (const item of value as unknown[])
      if (typeof item === 'object' && item !== null) keys += countKeys(item, depth - 1);
    return keys;
  }
  const object = value as Record<string, unknown>;
  for (const key in object) {
    keys++;
    const member = object[key];
    if (typeof member === 'object' && member !== null) keys += countKeys(member, depth - 1);
  }
  return keys;
}
