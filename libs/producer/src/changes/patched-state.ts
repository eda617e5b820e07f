import { isObject, type Json } from './json';
import { pointerOf, pointerTokens } from './pointer';

export type Edit =
  | { op: 'add'; path: string; value: Json }
  | { op: 'replace'; path: string; value: Json }
  | { op: 'remove'; path: string };

/**
 * A document that goes through the edits of a JSON Patch, telling before each what it is about to lose. The patch
 * library's own pointers refuse keys such as `constructor`, which a resource may well have.
 */
export class PatchedState {
  private current: Json;

  constructor(document: Json) {
    this.current = structuredClone(document);
  }

  get document(): Json {
    return this.current;
  }

  /** Applies the edit. @returns its path with `-` resolved to an index, and the value that was there, if one was. */
  apply(edit: Edit): { path: string; before?: Json } {
    const tokens = pointerTokens(edit.path);
    const key = tokens.pop();
    if (key === undefined) return this.replaceDocument(edit);
    const parent = tokens.reduce<Json>((value, token) => child(value, token), this.current);
    if (Array.isArray(parent)) return this.editArray(parent, tokens, key, edit);
    if (!isObject(parent)) throw new Error(`No object at ${pointerOf(tokens)}`);
    const before = Object.hasOwn(parent, key) ? parent[key] : undefined;
    if (edit.op === 'remove') delete parent[key];
    else define(parent, key, edit.value);
    return { path: edit.path, before };
  }

  private replaceDocument(edit: Edit): { path: string; before: Json } {
    const before = this.current;
    this.current = edit.op === 'remove' ? null : structuredClone(edit.value);
    return { path: edit.path, before };
  }

  private editArray(array: Json[], parents: string[], key: string, edit: Edit): { path: string; before?: Json } {
    const index = key === '-' ? array.length : Number(key);
    const path = pointerOf([...parents, index]);
    if (edit.op === 'add') array.splice(index, 0, structuredClone(edit.value));
    else if (edit.op === 'remove') return { path, before: array.splice(index, 1)[0] };
    else return { path, before: array.splice(index, 1, structuredClone(edit.value))[0] };
    return { path };
  }
}

function child(value: Json, token: string): Json {
  const next = Array.isArray(value) ? value[Number(token)] : isObject(value) ? ownValue(value, token) : undefined;
  if (next === undefined) throw new Error(`No value at ${token}`);
  return next;
}

function ownValue(object: Record<string, Json>, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Assigning to `__proto__` would change the object's prototype instead. */
function define(object: Record<string, Json>, key: string, value: Json): void {
  Object.defineProperty(object, key, {
    value: structuredClone(value),
    configurable: true,
    enumerable: true,
    writable: true,
  });
}
