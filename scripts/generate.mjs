// Writes what is made from the contract's JSON Schemas: the TypeScript types, and the reference of the events.
// With --check it writes nothing and fails when a file on disk differs from what would be written.
import { execFileSync } from 'node:child_process';
import { readFile, writeFile, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from 'json-schema-to-typescript';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const check = process.argv.includes('--check');

async function types(schemas) {
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
  return code
    .replace('export interface Contract {}\n', '')
    .replaceAll(
      /\n \*\n \* This interface was referenced by `Contract`'s JSON-Schema\n \* via the `definition` "\w+"\./g,
      '',
    );
}

async function generated() {
  execFileSync(process.execPath, [path.join(root, 'scripts/build.mjs'), path.join(root, 'libs/contract')]);
  const { schemas } = createRequire(import.meta.url)(path.join(root, 'libs/contract/dist/schemas/index.js'));
  return { 'libs/contract/src/generated/types.ts': await types(schemas) };
}

const stale = [];
for (const [file, content] of Object.entries(await generated())) {
  const target = path.join(root, file);
  if ((await readFile(target, 'utf8').catch(() => undefined)) === content) continue;
  stale.push(file);
  if (check) continue;
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, content);
}
if (check && stale.length > 0) {
  console.error(`stale, run \`npm run generate\`: ${stale.join(', ')}`);
  process.exit(1);
}
