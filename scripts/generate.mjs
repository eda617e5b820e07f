// Writes what is made from the code: the TypeScript types, the references of the events and of the configuration, the
// AsyncAPI document, and the OpenAPI document, which the gateway makes of its routes; before all of them the scanner of
// JSON texts.
// With --check it writes nothing and fails when a file on disk differs from what would be written.
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'oxfmt';
import { asyncapi } from './generate/asyncapi.mjs';
import { configuration } from './generate/configuration.mjs';
import { eventsReference } from './generate/events-reference.mjs';
import { openapi } from './generate/openapi.mjs';
import { scanner } from './generate/scanner.mjs';
import { types } from './generate/types.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const check = process.argv.includes('--check');

const makers = {
  'libs/contract/src/generated/types.ts': types,
  'docs/reference/events.md': eventsReference,
  'docs/reference/configuration.md': configuration,
  'docs/reference/asyncapi.yaml': asyncapi,
  'docs/reference/openapi.json': openapi,
};

/** Projects that the makers load, compiled first. */
const projects = ['libs/json-bytes', 'libs/contract', 'libs/access', 'libs/service', 'apps/gateway'];

function contract() {
  execFileSync(process.execPath, [
    path.join(root, 'scripts/build.mjs'),
    ...projects.map((one) => path.join(root, one)),
  ]);
  return createRequire(import.meta.url)(path.join(root, 'libs/contract/dist/index.js'));
}

const style = JSON.parse(await readFile(path.join(root, '.oxfmtrc.json'), 'utf8'));

async function made(file, make, from) {
  const { code, errors } = await format(file, await make(from), style);
  if (errors.length > 0) throw new Error(`What was made for ${file} can't be formatted: ${errors[0].message}`);
  return code;
}

const stale = [];
async function write(file, make, from) {
  const target = path.join(root, file);
  const content = await made(file, make, from);
  if ((await readFile(target, 'utf8').catch(() => undefined)) === content) return;
  stale.push(file);
  if (check) return;
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, content);
}

// The contract's code has it within.
await write('libs/json-bytes/src/generated/scanner.ts', scanner);
const from = contract();
for (const [file, make] of Object.entries(makers)) await write(file, make, from);
if (check && stale.length > 0) {
  console.error(`stale, run \`npm run generate\`: ${stale.join(', ')}`);
  process.exit(1);
}
