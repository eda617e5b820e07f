// Builds the pages of the console with Vite into apps/console/dist, each file also compressed, so that the gateway only
// sends files. Nothing is done while the sources are those of the last build.
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const worthCompressing = /\.(js|css|svg)$/;

async function filesOf(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** Of what the pages are made from, the versions of the libraries included. */
async function digest(project) {
  const sources = (await filesOf(path.join(project, 'src'))).filter((file) => !/\.spec\.tsx?$/.test(file));
  const others = ['index.html', 'package.json', 'vite.config.mts'].map((name) => path.join(project, name));
  const hash = createHash('sha256');
  for (const file of [...sources, ...others, import.meta.filename]) {
    hash
      .update(path.relative(project, file))
      .update('\0')
      .update(await readFile(file))
      .update('\0');
  }
  return hash.digest('hex');
}

async function compress(file) {
  const content = await readFile(file);
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  await writeFile(`${file}.br`, await promisify(brotliCompress)(content, quality));
  await writeFile(`${file}.gz`, await promisify(gzip)(content, { level: 9 }));
}

/** @returns how many files were written; 0 when they were fresh */
export async function buildConsole(project) {
  const out = path.join(project, 'dist');
  const stamp = path.join(out, '.sources');
  const now = await digest(project);
  if ((await readFile(stamp, 'utf8').catch(() => undefined)) === now) return 0;
  const { build } = await import('vite');
  await build({ root: project, logLevel: 'warn', build: { outDir: out, emptyOutDir: true } });
  const made = (await filesOf(path.join(out, 'assets'))).filter((file) => worthCompressing.test(file));
  await Promise.all(made.map(compress));
  await writeFile(stamp, now);
  return made.length;
}
