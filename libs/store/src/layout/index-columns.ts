import { postgresEpoch } from './postgres-epoch';

/**
 * Columns that are there for indexes alone. PostgreSQL packs pages that grow in the middle only where a key has 16 bytes at
 * most (PostgreSQL 18, nbtsplitloc.c, `_bt_afternewitemoff`), and half-empty pages have to be read as well: so a time is in a second
 * and a tick there, and what else is compared in seven bits, which the wider column then confirms.
 */

const tickMs = 8;
/** Seven bits: what a "char" holds without a sign. */
const lowest = 0x7f;
const [smallest, largest] = [-(2 ** 31), 2 ** 31 - 1];

/**
 * `second` of a time in milliseconds since 1970: whole seconds since 2000. Before 1931 and after 2068 it is the first or the
 * last one there is: no entry is from then, but a filter may be.
 */
export const secondOf = (time: number): number =>
  Math.min(Math.max(Math.floor((time - postgresEpoch) / 1000), smallest), largest);

/** `tick` of a time in milliseconds since 1970: which eight milliseconds of its second it is in. */
export const tickOf = (time: number): number => {
  const within = (time - postgresEpoch) % 1000;
  return Math.floor((within < 0 ? within + 1000 : within) / tickMs);
};

/** The part of a number that is in a column `…_low`; `lowBitsSql` is the same in SQL. */
export const lowBits = (number: number): number => number & lowest;

export const lowBitsSql = (number: string): string => `(${number} & ${lowest})::"char"`;
