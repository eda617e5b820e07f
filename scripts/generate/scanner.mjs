import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const pages = '16'; // of 64 KiB: the memory of a scanner, which never grows
const flags = ['--runtime', 'stub', '-O3', '--converge', '--noAssert', '--enable', 'simd'];

/** The scanner of JSON texts, compiled to WebAssembly, as text in a module. */
export async function scanner() {
  let binary;
  const { error, stderr } = await asc.main(
    ['assembly/index.ts', '-o', 'scanner.wasm', ...flags, '--initialMemory', pages, '--maximumMemory', pages],
    {
      readFile: (name, from) => readFile(path.resolve(root, 'libs/json-bytes', from, name), 'utf8').catch(() => null),
      writeFile: (_name, contents) => void (binary = contents),
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`assembly of libs/json-bytes: ${stderr.toString()}`, { cause: error });
  return `// Made by \`npm run generate\` from libs/json-bytes/assembly. Do not edit.

/** A WebAssembly module, in Base64. */
export const scannerModule = '${Buffer.from(binary).toString('base64')}';
`;
}
