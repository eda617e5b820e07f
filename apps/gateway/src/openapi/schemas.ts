import { schemas, type JsonSchema } from '@trailbook/contract';

const inContract = '#/definitions/';
const inDocument = '#/components/schemas/';

/** The contract's schemas that are reachable from these names, as an OpenAPI 3.1 document holds them. */
export function componentSchemas(names: Iterable<string>): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (name in found) continue;
    const schema = schemas[name];
    if (!schema) throw new Error(`The contract has no schema ${name}`);
    found[name] = forDocument(schema, (referred) => waiting.push(referred));
  }
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => a.localeCompare(b)));
}

export function schemaRef(name: string): { $ref: string } {
  return { $ref: inDocument + name };
}

/** Without what is for generators alone, and with references that point into the document. */
function forDocument(schema: JsonSchema, refer: (name: string) => void): unknown {
  return JSON.parse(
    JSON.stringify(schema, (key, value: unknown) => {
      if (key === 'tsType' || key === 'maxBytes') return undefined;
      if (key !== '$ref' || typeof value !== 'string') return value;
      const name = value.slice(inContract.length);
      refer(name);
      return inDocument + name;
    }),
  );
}
