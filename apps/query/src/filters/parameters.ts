import { ApiError } from '@trailbook/service';

/** A query string as Fastify hands it over: a repeated parameter is an array. */
export type QueryParameters = Readonly<Record<string, string | string[] | undefined>>;

const maxValues = 100;

/** Every value of a parameter, in the order given; empty where it is absent. */
export function valuesOf(query: QueryParameters, name: string): string[] {
  const given = query[name];
  if (given === undefined) return [];
  const values = typeof given === 'string' ? [given] : given;
  if (values.length > maxValues) {
    throw ApiError.invalidRequest(name, `${name} may be given at most ${maxValues} times`);
  }
  return values;
}

/** The value of a parameter that makes sense once only. */
export function valueOf(query: QueryParameters, name: string): string | undefined {
  const values = valuesOf(query, name);
  if (values.length > 1) throw ApiError.invalidRequest(name, `${name} may be given only once`);
  return values[0];
}

/** `true` or `false`. @param absent what it is where it is not given */
export function flagOf(query: QueryParameters, name: string, absent: boolean): boolean {
  const text = valueOf(query, name);
  if (text === undefined) return absent;
  if (text === 'true' || text === 'false') return text === 'true';
  throw ApiError.invalidRequest(name, `${name} must be true or false`);
}

/** A whole number of at least 0. More digits than a double can hold exactly are refused unless a cap makes them moot. */
export function wholeNumberOf(query: QueryParameters, name: string, cap?: number): number | undefined {
  const text = valueOf(query, name);
  if (text === undefined) return undefined;
  if (!/^\d{1,400}$/.test(text)) throw ApiError.invalidRequest(name, `${name} must be a whole number of at least 0`);
  const number = Number(text);
  if (cap !== undefined) return Math.min(number, cap);
  if (!Number.isSafeInteger(number)) {
    throw ApiError.invalidRequest(name, `${name} must be at most ${Number.MAX_SAFE_INTEGER}`);
  }
  return number;
}

/** One of a fixed set of words, any number of times, each value possibly a comma-separated list. */
export function wordsOf<T extends string>(
  query: QueryParameters,
  name: string,
  words: readonly T[],
  { commas = false } = {},
): T[] {
  const given = valuesOf(query, name).flatMap((value) => (commas ? value.split(',') : [value]));
  return given.map((value) => {
    const word = words.find((candidate) => candidate === value);
    if (word === undefined) throw ApiError.invalidRequest(name, `${name} must be one of ${words.join(', ')}`);
    return word;
  });
}
