import { shapeKinds, type Member, type Shape } from '@trailbook/json-bytes';
import type { JsonSchema } from '../../schemas/json-schema';
import { schemas } from '../../schemas';

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

function textShape(schema: JsonSchema, path: string, slot: number | undefined): Shape {
  onlyHas(schema, path, 'minLength', 'maxLength', 'maxBytes', 'pattern', 'enum', 'format');
  if (schema.format !== undefined && schema.format !== 'json-pointer') throw new TypeError(`${path}: ${schema.format}`);
  const { minLength = 0, maxLength = Infinity, maxBytes = Infinity } = schema;
  return {
    kind: shapeKinds.text,
    least: minLength,
    // A code point has a byte at least.
    most: Math.min(maxLength, maxBytes),
    slot,
    charset: charsetOf(schema.pattern),
    isPointer: schema.format !== undefined,
    words: schema.enum as string[] | undefined,
  };
}

function objectShape(schema: JsonSchema, path: string, slots: ReadonlyMap<string, number>): Shape {
  const { properties = {}, required = [] } = schema;
  const members = Object.entries(properties).map(([name, part]): Member => {
    return { name, isRequired: required.includes(name), shape: shapeOf(part, `${path}/${name}`, slots) };
  });
  return { kind: shapeKinds.object, members };
}

/**
 * The shape of what keeps a schema of the contract.
 * @param slots of the texts that are looked for, by their path in the value
 * @throws TypeError where the schema asks for something that shapes don't know
 */
export function shapeOf(given: JsonSchema, path: string, slots: ReadonlyMap<string, number>): Shape {
  const schema = given.$ref === undefined ? given : schemas[given.$ref.slice(given.$ref.lastIndexOf('/') + 1)]!;
  switch (schema.type) {
    case 'string':
      return textShape(schema, path, slots.get(path));
    case 'array': {
      onlyHas(schema, path, 'items', 'maxItems');
      const { maxItems: most = Infinity } = schema;
      return { kind: shapeKinds.list, most, items: shapeOf(schema.items!, `${path}/*`, slots) };
    }
    case 'object': {
      const { additionalProperties, maxProperties: most = Infinity } = schema;
      if (additionalProperties === undefined) {
        // The rules on who acted, which `usual-event.ts` looks after.
        onlyHas(schema, path, 'properties', 'required', ...(path === '/actor' ? ['allOf'] : []));
        return objectShape(schema, path, slots);
      }
      onlyHas(schema, path, 'additionalProperties', 'maxProperties');
      return {
        kind: shapeKinds.dictionary,
        most,
        items: shapeOf(additionalProperties as JsonSchema, `${path}/*`, slots),
      };
    }
    default:
      onlyHas(schema, path);
      return { kind: shapeKinds.any };
  }
}
