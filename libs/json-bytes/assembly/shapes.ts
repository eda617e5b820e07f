import { slack } from './areas';

/** As in `src/shape.ts`. */
export namespace kinds {
  export const text: i32 = 0;
  export const object: i32 = 1;
  export const list: i32 = 2;
  export const dictionary: i32 = 3;
}

/** A value as the bytes of a usual text have it, see `src/shape.ts`. References are 0 where there is nothing. */
@unmanaged
export class Shape {
  kind: i32;
  least: i32;
  most: i32;
  /** Texts: where their place goes, or -1. */
  slot: i32;
  /** Texts: by byte, 1 where it may occur. */
  charset: usize;
  isPointer: bool;
  /** Texts: the only ones allowed. */
  words: Name | null;
  /** Objects: the properties. */
  members: Name | null;
  /** Objects: bits of the members that must be there. */
  required: i32;
  /** Of a list's items, or of a dictionary's values. */
  items: Shape | null;
  /** Objects: the member that came first last time. */
  first: Name | null;
}

/** A word, or a key: one of a list. */
@unmanaged
export class Name {
  bytes: usize;
  length: i32;
  /** The next one of the list. */
  sibling: Name | null;
  /** Members: their bit among those of the object. */
  bit: i32;
  shape: Shape | null;
  /** Members: the one that came behind it last time. */
  next: Name | null;
}

/** Memory for good. */
export function allocate(bytes: i32): usize {
  return heap.alloc(bytes + slack);
}

export function newShape(kind: i32, least: i32, most: i32, required: i32, items: Shape | null): Shape {
  const shape = changetype<Shape>(heap.alloc(offsetof<Shape>()));
  shape.kind = kind;
  shape.least = least;
  shape.most = most;
  shape.slot = -1;
  shape.charset = 0;
  shape.isPointer = false;
  shape.words = null;
  shape.members = null;
  shape.required = required;
  shape.items = items;
  shape.first = null;
  return shape;
}

export function describeText(shape: Shape, slot: i32, charset: usize, isPointer: bool): void {
  shape.slot = slot;
  shape.charset = charset;
  shape.isPointer = isPointer;
}

export function addWord(shape: Shape, bytes: usize, length: i32): void {
  shape.words = newName(bytes, length, shape.words, 0, null);
}

export function addMember(shape: Shape, bytes: usize, length: i32, bit: i32, member: Shape): void {
  shape.members = newName(bytes, length, shape.members, bit, member);
}

export function newName(bytes: usize, length: i32, sibling: Name | null, bit: i32, shape: Shape | null): Name {
  const name = changetype<Name>(heap.alloc(offsetof<Name>()));
  name.bytes = bytes;
  name.length = length;
  name.sibling = sibling;
  name.bit = bit;
  name.shape = shape;
  name.next = null;
  return name;
}
