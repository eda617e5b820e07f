import type { JsonSchema } from '@trailbook/contract';
import type { Draft } from './draft';
import type { Mutation } from './mutations';
import type { Resolve } from './values';

interface Site {
  keys: string[];
  schema: JsonSchema;
  required: boolean;
}

interface Wrong {
  what: string;
  refused: Mutation['refused'];
  /** The value to put there; `remove` takes the key away. */
  value?: unknown;
  remove?: true;
}

/** Where in a body something can be wrong: every property at any depth, those of lists by their first item. */
function sitesOf(given: JsonSchema, resolve: Resolve, keys: string[] = [], depth = 0): Site[] {
  const schema = resolve(given);
  if (depth > 6) return [];
  const { properties = {}, required = [], items } = schema;
  const below = Object.entries(properties).flatMap(([name, part]) => {
    const own = resolve(part);
    if (own.readOnly) return [];
    const site = { keys: [...keys, name], schema: own, required: required.includes(name) };
    return [site, ...sitesOf(own, resolve, site.keys, depth + 1)];
  });
  const first = items ? [{ keys: [...keys, '0'], schema: resolve(items), required: false }] : [];
  return [...below, ...first, ...first.flatMap((site) => sitesOf(site.schema, resolve, site.keys, depth + 1))];
}

/** One property of the body made wrong, in a way that its schema names; or odd, in a way that it does not. */
export function bodyMutations(body: JsonSchema, resolve: Resolve): Mutation[] {
  return sitesOf(body, resolve).flatMap((site) =>
    wrongs(site).map(({ what, refused, ...wrong }): Mutation => ({
      target: site.keys.join('.'),
      what,
      refused,
      apply: (draft) => put(draft, site.keys, wrong),
    })),
  );
}

function wrongs({ schema, required }: Site): Wrong[] {
  const types = [schema.type].flat();
  const free = schema.additionalProperties === true;
  const wrong = (what: string, value: unknown, refused: Wrong['refused'] = 'by schema'): Wrong => ({
    what,
    value,
    refused,
  });
  return [
    // Clients send null for what they have not set.
    wrong('is null', null, required && 'by schema'),
    ...(required ? [{ what: 'is absent', remove: true as const, refused: true }] : []),
    ...others.filter(([name]) => !types.includes(name)).map(([name, value]) => wrong(`is of type ${name}`, value)),
    ...(types[0] === 'string' ? wrongTexts(schema, required) : []),
    ...(types[0] === 'array' ? wrongLists(schema) : []),
    ...(types[0] === 'object' ? [wrong('has odd keys', oddKeys, !free && 'by schema')] : []),
  ];
}

const others: [string, unknown][] = [
  ['integer', 5],
  ['string', 'text'],
  ['boolean', true],
  ['array', []],
  ['object', { a: 1 }],
];

const oddKeys = JSON.parse(
  '{"constructor":1,"toString":{"x":null},"hasOwnProperty":0,"then":1,"length":-1,"":"","valueOf":[1]}',
) as unknown;

function wrongTexts({ minLength = 0, maxLength, enum: words, format }: JsonSchema, required: boolean): Wrong[] {
  const text = (value: string, refused: Wrong['refused'] = 'by schema'): Wrong => ({
    what: `is ${JSON.stringify(value.slice(0, 30))}${value.length > 30 ? `… (${value.length})` : ''}`,
    value,
    refused,
  });
  const long = maxLength ?? 2_000;
  return [
    // No store keeps them, so no schema has to say it.
    text('a\0b', true),
    text('a\ud83d', true),
    // An empty text may stand for none.
    text('', required && 'by schema'),
    ...(minLength > 1 ? [text('\u{1f9ed}'.repeat(minLength - 1))] : []),
    ...['x'.repeat(long + 1), '\u{1f9ed}'.repeat(long + 1), 'x'.repeat(long + 100_000)].map((one) => text(one)),
    ...(words ? ['nope', String(words[0]).toUpperCase()].map((one) => text(one)) : []),
    ...(format === 'date-time' ? ['2026-02-30T00:00:00Z', 'soon', '2026-01-01'].map((one) => text(one)) : []),
    ...(format === 'email' ? ['nobody', 'a@', '@b.example', 'a b@c.example'].map((one) => text(one, true)) : []),
    ...["'); DROP TABLE x; --", ':*\n\u{1f9ed} ', '${jndi:ldap://x}', '\u202e\u0001'].map((one) => text(one)),
  ];
}

function wrongLists({ maxItems, items }: JsonSchema): Wrong[] {
  const list = (what: string, value: unknown[]): Wrong => ({ what, value, refused: 'by schema' });
  const item = items?.type === 'string' ? 'x' : {};
  return [
    list('is empty', []),
    list(
      'has too many items',
      Array.from({ length: (maxItems ?? 10_000) + 1 }, () => item),
    ),
    list('has an item that is null', [null]),
    list('has an item that is a list', [[]]),
  ];
}

/** Writes at that place, making what leads there where it is absent. */
function put(draft: Draft, keys: readonly string[], { value, remove }: Pick<Wrong, 'value' | 'remove'>): void {
  const last = keys.at(-1)!;
  let at = (draft.body ??= {}) as Record<string, unknown>;
  for (const [index, key] of keys.slice(0, -1).entries()) {
    const next = at[key];
    if (typeof next !== 'object' || next === null) at[key] = keys[index + 1] === '0' ? [] : {};
    at = at[key] as Record<string, unknown>;
  }
  if (remove) delete at[last];
  else at[last] = value;
}
