const ANY_KEY = '*';
const ANY_DEPTH = '**';

/**
 * A place in a document, seen from the patterns of secrets: what of them is still to come below it. Places are made when
 * they are first reached and kept, so that a large document costs no more than a look at each of its values.
 */
export class SecretPlace {
  /** The value here is a secret. */
  readonly isSecret: boolean;
  /** There is no secret here nor below. */
  readonly isPlain: boolean;
  private readonly named = new Map<string, SecretPlace>();
  private readonly names: ReadonlySet<string>;
  private other: SecretPlace | undefined;
  private readonly patterns: string[][];

  /** @param patterns tokens of JSON Pointers, with wildcards */
  constructor(patterns: readonly string[][]) {
    this.patterns = patterns.flatMap(withoutLeadingDepth);
    this.isSecret = this.patterns.some((pattern) => pattern.length === 0);
    this.isPlain = this.patterns.length === 0;
    this.names = new Set(this.patterns.flatMap(([first]) => (first === undefined ? [] : [first])));
  }

  /** The place of an element of the list that is here. */
  get element(): SecretPlace {
    this.other ??= new SecretPlace(this.patterns.flatMap((pattern) => rest(pattern, undefined)));
    return this.other;
  }

  /** The place under a key of the object that is here. */
  below(key: string): SecretPlace {
    if (!this.names.has(key) || key === ANY_KEY || key === ANY_DEPTH) return this.element;
    const known = this.named.get(key) ?? new SecretPlace(this.patterns.flatMap((pattern) => rest(pattern, key)));
    this.named.set(key, known);
    return known;
  }
}

/** `**` may stand for nothing: what follows it is to come here as well. */
function withoutLeadingDepth(pattern: string[]): string[][] {
  return pattern[0] === ANY_DEPTH ? [pattern, ...withoutLeadingDepth(pattern.slice(1))] : [pattern];
}

function rest(pattern: string[], key: string | undefined): string[][] {
  const [first, ...others] = pattern;
  if (first === ANY_DEPTH) return [pattern];
  return first === ANY_KEY || (first !== undefined && first === key) ? [others] : [];
}
