import { randomUUID } from 'node:crypto';
import { isObject, type Json } from './json';
import { pointerTokens } from './pointer';

/** What stands in an event where a secret was. */
export const MASK = '********';

type Step = string | typeof ANY_KEY | typeof ANY_DEPTH;
const ANY_KEY = Symbol('one key');
const ANY_DEPTH = Symbol('any number of keys');

/**
 * Replaces secrets before two states of a resource are compared. Equal secrets get equal stand-ins and different ones
 * different stand-ins, so that a comparison still tells that a secret changed, and never what it was. The stand-ins are
 * random, and {@link Masking.reveal} turns them all into {@link MASK}.
 */
export class Masking {
  private readonly patterns: Step[][];
  private readonly prefix = `secret:${randomUUID()}:`;
  private readonly known = new Map<string, string>();

  /** @param paths JSON Pointers; a token `*` stands for any one key or index, `**` for any number of them, none included. */
  constructor(paths: readonly string[]) {
    this.patterns = paths.map((path) => pointerTokens(path).map(stepOf));
  }

  hide(state: Json): Json {
    return this.patterns.length === 0 ? state : this.walk(state, this.patterns);
  }

  /** Every stand-in in `value` becomes the mask. */
  reveal(value: Json): Json {
    if (typeof value === 'string') return value.startsWith(this.prefix) ? MASK : value;
    if (Array.isArray(value)) return value.map((item) => this.reveal(item));
    if (isObject(value)) return mapValues(value, (item) => this.reveal(item));
    return value;
  }

  private walk(value: Json, patterns: Step[][]): Json {
    const open = patterns.flatMap(withoutLeadingDepth);
    // An absent secret is told apart from a present one: null and '' hide nothing.
    if (open.some((pattern) => pattern.length === 0))
      return value === null || value === '' ? value : this.standIn(value);
    if (Array.isArray(value)) return value.map((item, index) => this.walk(item, below(open, String(index))));
    if (isObject(value)) return mapValues(value, (item, key) => this.walk(item, below(open, key)));
    return value;
  }

  private standIn(secret: Json): string {
    const text = JSON.stringify(secret);
    const known = this.known.get(text) ?? `${this.prefix}${this.known.size}`;
    this.known.set(text, known);
    return known;
  }
}

function stepOf(token: string): Step {
  if (token === '**') return ANY_DEPTH;
  return token === '*' ? ANY_KEY : token;
}

/** `**` may match nothing: the rest of its pattern is open here as well. */
function withoutLeadingDepth(pattern: Step[]): Step[][] {
  return pattern[0] === ANY_DEPTH ? [pattern, ...withoutLeadingDepth(pattern.slice(1))] : [pattern];
}

function below(patterns: Step[][], key: string): Step[][] {
  return patterns.flatMap((pattern) => {
    const [first, ...rest] = pattern;
    if (first === ANY_DEPTH) return [pattern];
    return first === ANY_KEY || first === key ? [rest] : [];
  });
}

function mapValues(object: Record<string, Json>, map: (value: Json, key: string) => Json): Json {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value, key)]));
}
