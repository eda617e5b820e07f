import { compile } from 'json-schema-to-typescript';

/** The TypeScript types of all schemas. */
export async function types({ schemas }) {
  const named = Object.fromEntries(
    // A condition (`allOf` with `if`) has no counterpart in a TypeScript type.
    Object.entries(schemas).map(([name, { allOf: _condition, ...schema }]) => [name, { ...schema, title: name }]),
  );
  const root = { title: 'Contract', type: 'object', definitions: named };
  const code = await compile(root, 'Contract', {
    bannerComment: '// Made by `npm run generate` from libs/contract/src/schemas. Do not edit.',
    additionalProperties: false,
    unreachableDefinitions: true,
    ignoreMinAndMaxItems: true,
    format: true,
    style: { singleQuote: true, printWidth: 120 },
  });
  const mentionOfRoot =
    /\n \*\n \* This interface was referenced by `Contract`'s JSON-Schema\n \* via the `definition` "\w+"\./g;
  return code.replace('export interface Contract {}\n', '').replaceAll(mentionOfRoot, '');
}
