/** Of each object of a copied body the one that it is a copy of. */
const sent = new WeakMap<object, object>();

/** A deep copy of a body (plain objects, lists and primitives), whose objects remember what they are copies of. */
export function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const copy = Array.isArray(value) ? value.map(copyOf) : copyOfObject(value);
  sent.set(copy, value);
  return copy;
}

/** What was sent under this key, of an object of a copied body. */
export function asSent(copy: object, key: string): unknown {
  return (sent.get(copy) as Record<string, unknown> | undefined)?.[key];
}

function copyOfObject(value: object): object {
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copyOf(part)]));
}
