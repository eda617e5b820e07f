/** Kinds of values; any other is not looked at, but passed. As in `assembly/shapes.ts`. */
export const shapeKinds = { text: 0, object: 1, list: 2, dictionary: 3, any: 4 } as const;

/** A value as the bytes of a usual text have it. */
export type Shape =
  | TextShape
  | { readonly kind: typeof shapeKinds.object; readonly members: readonly Member[] }
  /** Lists and dictionaries: what each item is, and how many there are at most. */
  | {
      readonly kind: typeof shapeKinds.list | typeof shapeKinds.dictionary;
      readonly most: number;
      readonly items: Shape;
    }
  | { readonly kind: typeof shapeKinds.any };

export interface TextShape {
  readonly kind: typeof shapeKinds.text;
  /** Code points, at least and at most. */
  readonly least: number;
  readonly most: number;
  /** Where the text's place is to be found; see `Glance`. */
  readonly slot?: number;
  /** By byte, 1 where it may occur. */
  readonly charset?: Uint8Array;
  /** A JSON Pointer (RFC 6901); one with escapes is unusual. */
  readonly isPointer?: boolean;
  /** The only ones allowed. */
  readonly words?: readonly string[];
}

/** A property of an object. Others may stand beside it. */
export interface Member {
  readonly name: string;
  readonly isRequired: boolean;
  readonly shape: Shape;
}

/** Where the text of one slot is a word, another slot must have a text. */
export interface TextRule {
  readonly slot: number;
  readonly word: string;
  readonly needs: number;
}

/** What is looked for in a JSON text. */
export interface TextForm {
  readonly shape: Shape;
  /** How many texts the shape wants. */
  readonly slots: number;
  /** Keys at the top, beside those of the shape, that `isPlain` asks for. */
  readonly names?: readonly string[];
  readonly rules?: readonly TextRule[];
}
