import type { JsonSchema } from '@trailbook/contract';
import { anyText } from '@trailbook/contract/corpus';
import fc from 'fast-check';

/** Follows a reference into the document's components. */
export type Resolve = (schema: JsonSchema) => JsonSchema;

export const resolveIn =
  (schemas: Record<string, JsonSchema>): Resolve =>
  (schema) => {
    const name = schema.$ref?.slice(schema.$ref.lastIndexOf('/') + 1);
    if (name === undefined) return schema;
    const found = schemas[name];
    if (!found) throw new Error(`the document has no schema ${name}`);
    return found;
  };

const storable = anyText().filter((text) => !text.includes('\0'));
const moment = fc
  .date({ min: new Date('1971-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());
const dateTime = fc.oneof(
  moment,
  moment.map((text) => text.replace(/\.\d+Z$/, '+05:30')),
  moment.map((text) => text.replace('Z', '000-11:00').toLowerCase().replace('t', 'T')),
);
const email = fc
  .stringMatching(/^[a-z][a-z0-9._+-]{0,20}[a-z0-9]@[a-z]{2,12}\.example$/)
  .filter((one) => !one.includes('..'));
const key = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('constructor', 'toString', 'then', '', 'a/b~c'));
const anything = fc.dictionary(
  key.filter((name) => name !== '__proto__' && name !== 'prototype'),
  fc.oneof(fc.jsonValue({ maxDepth: 2, stringUnit: 'grapheme' }).map(withoutNul), storable),
  { maxKeys: 4 },
);

function withoutNul(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll('\\u0000', '').replaceAll('"__proto__"', '"proto"')) as unknown;
}

/** Valid values of a schema, in a request: what is read-only is left out, what is optional is there or not. */
export function valuesOf(given: JsonSchema, resolve: Resolve): fc.Arbitrary<unknown> {
  const schema = resolve(given);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.const !== undefined) return fc.constant(schema.const);
  switch ([schema.type].flat()[0]) {
    case 'string':
      return textsOf(schema);
    case 'integer':
      return fc.integer({ min: schema.minimum ?? 0, max: Math.min(schema.maximum ?? 2 ** 40, 2 ** 40) });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(valuesOf(schema.items ?? {}, resolve), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, Math.max(3, schema.minItems ?? 0)),
      });
    default:
      return schema.additionalProperties === true ? anything : objectsOf(schema, resolve);
  }
}

function objectsOf({ properties = {}, required = [] }: JsonSchema, resolve: Resolve): fc.Arbitrary<unknown> {
  const written = Object.entries(properties).filter(([, part]) => resolve(part).readOnly !== true);
  return fc.record(Object.fromEntries(written.map(([name, part]) => [name, valuesOf(part, resolve)])), {
    requiredKeys: required.filter((name) => written.some(([one]) => one === name)),
    noNullPrototype: true,
  });
}

function textsOf({ format, pattern, minLength = 0, maxLength = 40 }: JsonSchema): fc.Arbitrary<string> {
  if (format === 'date-time') return dateTime;
  if (format === 'email') return email;
  if (pattern) return fc.stringMatching(new RegExp(pattern, 'u'), { maxLength: 60 });
  const text = (longest: number) => anyText({ minLength, maxLength: longest }).map((one) => one.replaceAll('\0', '0'));
  const usual = text(Math.max(minLength, Math.min(maxLength, 40)));
  // As long as it may be, of characters of two UTF-16 units: lengths are counted in code points. (In an address each
  // takes twelve bytes, of sixteen thousand.)
  const longest = fc.constant((maxLength > 1_100 ? 'x' : '\u{1f9ed}').repeat(Math.min(maxLength, 4_096)));
  return maxLength > 40 ? fc.oneof({ weight: 8, arbitrary: usual }, { weight: 1, arbitrary: longest }) : usual;
}
