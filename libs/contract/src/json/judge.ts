import { limits } from '../topics';

/** What is wrong with a JSON text that is well-formed, and where. */
export interface Fault {
  /** JSON Pointer, into the whole text. */
  pointer: string;
  problem: string;
}

/** Most digits after the point that PostgreSQL's numeric, and so its jsonb, can hold. */
const numericScale = 16_383;
/** PostgreSQL reads no larger exponent, not even behind a zero. */
const largestExponent = 2 ** 30 - 2;
const loneSurrogate = /[\ud800-\udfff]/u;
const number = /-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?/y;
const skipped = /[\s:,]*/y;

function numberProblem(literal: string, whole: string, decimals: string, exponent: number): string | undefined {
  const magnitude = Math.abs(Number(literal));
  const isZero = !/[1-9]/.test(whole + decimals);
  if (magnitude > limits.number || (!isZero && magnitude < 1 / limits.number)) return 'a number outside ±1e±308';
  if (decimals.length - exponent > numericScale) return `a number with more than ${numericScale} decimal places`;
  return exponent > largestExponent ? 'a number with too large an exponent' : undefined;
}

function stringProblem(text: string): string | undefined {
  if (text.includes('\0')) return 'U+0000 in a string';
  return loneSurrogate.test(text) ? 'a lone surrogate in a string' : undefined;
}

const escapePointer = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** Walks a well-formed JSON text once, exactly, to say what `scan` only suspects. Costs several times a JSON.parse. */
class Judge {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly maxDepth: number,
  ) {}

  value(pointer: string, depth: number): Fault | undefined {
    this.skip();
    switch (this.text.charAt(this.at)) {
      case '{':
      case '[':
        return depth >= this.maxDepth
          ? { pointer, problem: `nested deeper than ${limits.nesting}` }
          : this.container(pointer, depth + 1);
      case '"':
        return fault(pointer, stringProblem(this.string()));
      case 't':
      case 'n':
        this.at += 4;
        return undefined;
      case 'f':
        this.at += 5;
        return undefined;
      default:
        return fault(pointer, this.number());
    }
  }

  private container(pointer: string, depth: number): Fault | undefined {
    const isObject = this.text.charAt(this.at++) === '{';
    const keys = new Set<string>();
    for (let index = 0; ; index++) {
      this.skip();
      if (this.text.charAt(this.at) === (isObject ? '}' : ']')) {
        this.at++;
        return undefined;
      }
      const key = isObject ? this.string() : String(index);
      const member = `${pointer}/${escapePointer(key)}`;
      if (keys.has(key)) return { pointer: member, problem: 'a duplicate key' };
      if (isObject) keys.add(key);
      const found = fault(member, stringProblem(key)) ?? this.value(member, depth);
      if (found) return found;
    }
  }

  private skip(): void {
    skipped.lastIndex = this.at;
    skipped.exec(this.text);
    this.at = skipped.lastIndex;
  }

  private string(): string {
    const start = this.at;
    for (this.at++; this.text.charAt(this.at) !== '"'; this.at++) if (this.text.charAt(this.at) === '\\') this.at++;
    return JSON.parse(this.text.slice(start, ++this.at)) as string;
  }

  private number(): string | undefined {
    number.lastIndex = this.at;
    const [literal = '', whole = '', decimals = '', exponent = '0'] = number.exec(this.text) ?? [];
    this.at += literal.length;
    return numberProblem(literal, whole, decimals, Number(exponent));
  }
}

const fault = (pointer: string, problem: string | undefined): Fault | undefined =>
  problem === undefined ? undefined : { pointer, problem };

/**
 * The first thing in a well-formed JSON text that the contract refuses and JSON.parse doesn't: U+0000 or half a surrogate
 * pair in a string or key, a number that PostgreSQL's jsonb or a double can't hold, a duplicate key, too deep a nesting.
 */
export const judge = (text: string, maxDepth: number): Fault | undefined => new Judge(text, maxDepth).value('', 0);
