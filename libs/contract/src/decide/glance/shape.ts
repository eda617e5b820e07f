import type { JsonSchema } from '../../schemas/json-schema';
import { schemas } from '../../schemas';

export const shapeKinds = { text: 0, object: 1, list: 2, dictionary: 3, any: 4 } as const;

/** What is wanted of a text: the text, as one that comes again and again or not, or only that it is there. */
export const takenAs = { text: 0, familiar: 1, presence: 2 } as const;
export type TakenAs = (typeof takenAs)[keyof typeof takenAs];

/** A value as the bytes of a usual record have it. One class for all kinds: the reader then meets one hidden class. */
export class Shape {
  /** Objects: the member that came first last time. */
  first: Member | undefined = undefined;

  constructor(
    readonly kind: number,
    /** Texts: least and most code points; lists and dictionaries: most items. */
    readonly least: number,
    readonly most: number,
    /** Texts: where the value goes, or -1; see `Glance.found`. */
    readonly slot: number,
    /** Texts: as what it goes there. */
    readonly taken: TakenAs,
    /** Texts: by byte, 1 where it may occur. */
    readonly charset: Uint8Array | undefined,
    /** Texts that are JSON Pointers. */
    readonly isPointer: boolean,
    /** Texts: the only ones allowed. */
    readonly words: readonly Word[] | undefined,
    /** Objects: the properties, by the length of their names. */
    readonly members: readonly (readonly Member[] | undefined)[],
    /** Objects: bits of the members that must be there. */
    readonly required: number,
    /** Of a list's items, or of a dictionary's values. */
    readonly items: Shape | undefined,
  ) {}
}

export class Word {
  readonly bytes: Uint8Array;
  constructor(readonly text: string) {
    this.bytes = Buffer.from(text);
  }
}

export class Member {
  readonly bytes: Uint8Array;
  /** The key as it usually stands in a text, with its quotes and its colon. */
  readonly token: Uint8Array;
  /** The member that came behind it last time. */
  next: Member | undefined = undefined;

  constructor(
    name: string,
    readonly bit: number,
    readonly shape: Shape,
  ) {
    this.bytes = Buffer.from(name);
    this.token = Buffer.from(`"${name}":`);
  }
}

/** What is wanted of a text, and its place among what is found. */
export interface Wanted {
  slot: number;
  taken: TakenAs;
}

const described = ['title', 'description', 'default', 'examples', 'tsType', 'type'];

/** @throws TypeError for a keyword that is not among these: what it asks for would be passed over */
function onlyHas(schema: JsonSchema, path: string, ...keywords: string[]): void {
  const further = Object.keys(schema).find((key) => !described.includes(key) && !keywords.includes(key));
  if (further !== undefined) throw new TypeError(`${path}: the keyword ${further} is not known here`);
}

function charsetOf(pattern: string | undefined): Uint8Array | undefined {
  if (pattern === undefined) return undefined;
  const [, set] = /^\^\[([^\]]+)\]\+\$$/.exec(pattern) ?? [];
  if (set === undefined) throw new TypeError(`the pattern ${pattern} is more than a set of characters`);
  const one = new RegExp(pattern);
  return Uint8Array.from({ length: 256 }, (_, byte) => (byte < 0x80 && one.test(String.fromCharCode(byte)) ? 1 : 0));
}

function textShape(schema: JsonSchema, path: string, wanted: Wanted | undefined): Shape {
  onlyHas(schema, path, 'minLength', 'maxLength', 'maxBytes', 'pattern', 'enum', 'format');
  if (schema.format !== undefined && schema.format !== 'json-pointer') throw new TypeError(`${path}: ${schema.format}`);
  const { minLength = 0, maxLength = Infinity, maxBytes = Infinity } = schema;
  return new Shape(
    shapeKinds.text,
    minLength,
    // A code point has a byte at least.
    Math.min(maxLength, maxBytes),
    wanted?.slot ?? -1,
    wanted?.taken ?? takenAs.text,
    charsetOf(schema.pattern),
    schema.format !== undefined,
    schema.enum?.map((word) => new Word(word as string)),
    [],
    0,
    undefined,
  );
}

function objectShape(schema: JsonSchema, path: string, wanted: ReadonlyMap<string, Wanted>): Shape {
  const { properties = {}, required = [] } = schema;
  const byLength: Member[][] = [];
  let needed = 0;
  for (const [index, [name, part]] of Object.entries(properties).entries()) {
    const bit = 1 << index;
    if (required.includes(name)) needed |= bit;
    (byLength[name.length] ??= []).push(new Member(name, bit, shapeOf(part, `${path}/${name}`, wanted)));
  }
  const members = Array.from(byLength, (some) => some as Member[] | undefined);
  return new Shape(shapeKinds.object, 0, 0, -1, takenAs.text, undefined, false, undefined, members, needed, undefined);
}

function container(kind: number, most: number, items: Shape): Shape {
  return new Shape(kind, 0, most, -1, takenAs.text, undefined, false, undefined, [], 0, items);
}

/**
 * The shape of what keeps a schema of the contract.
 * @param wanted texts that are looked for, by their path in the value
 * @throws TypeError where the schema asks for something that shapes don't know
 */
export function shapeOf(given: JsonSchema, path: string, wanted: ReadonlyMap<string, Wanted>): Shape {
  const schema = given.$ref === undefined ? given : schemas[given.$ref.slice(given.$ref.lastIndexOf('/') + 1)]!;
  switch (schema.type) {
    case 'string':
      return textShape(schema, path, wanted.get(path));
    case 'array':
      onlyHas(schema, path, 'items', 'maxItems');
      return container(shapeKinds.list, schema.maxItems ?? Infinity, shapeOf(schema.items!, `${path}/*`, wanted));
    case 'object':
      if (schema.additionalProperties === undefined) {
        // The rules on who acted, which `usual-event.ts` looks after.
        onlyHas(schema, path, 'properties', 'required', ...(path === '/actor' ? ['allOf'] : []));
        return objectShape(schema, path, wanted);
      }
      onlyHas(schema, path, 'additionalProperties', 'maxProperties');
      return container(
        shapeKinds.dictionary,
        schema.maxProperties ?? Infinity,
        shapeOf(schema.additionalProperties as JsonSchema, `${path}/*`, wanted),
      );
    default:
      onlyHas(schema, path);
      return container(shapeKinds.any, 0, undefined as never);
  }
}
