import type { Rejection } from '../decision';
import { reject, rejectAt } from '../decide/reject';
import { textOf } from '../decide/text-of';
import { judge } from './judge';
import { countKeys, scan } from './scan';

/** A parsed JSON text that the contract takes. */
export interface Parsed {
  kind: 'parsed';
  value: unknown;
}

/**
 * Parses bytes as JSON and refuses what JSON.parse lets pass: duplicate keys, arrays and objects deeper inside each other
 * than `depth`, U+0000, half a surrogate pair, numbers that are out of range. Costs little more than JSON.parse: one pass
 * over the bytes and one over the parsed value tell nearly always that nothing is wrong; else the text is walked exactly.
 */
export function parseStrictly(bytes: Buffer, depth: number): Parsed | Rejection {
  const text = textOf(bytes);
  if (text === undefined) return reject('not-json', 'the value is not UTF-8');
  let value: unknown;
  // Nobody looks at the stack, and taking it costs more than the parsing.
  const frames = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    value = JSON.parse(text) as unknown;
  } catch (error) {
    return reject('not-json', error instanceof Error ? error.message : 'the value is not JSON');
  } finally {
    Error.stackTraceLimit = frames;
  }
  const { members, escapes, oddNumbers } = scan(bytes);
  const keys = typeof value === 'object' && value !== null ? countKeys(value, depth) : 0;
  if (escapes || oddNumbers || keys !== members) {
    const fault = judge(text, depth);
    if (fault) return rejectAt(fault.pointer, fault.problem);
  }
  return { kind: 'parsed', value };
}
