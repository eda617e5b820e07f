import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { LocalFault } from '@trailbook/local';

/** What a JSON file holds; undefined when there is none. @throws LocalFault when it is not JSON */
export async function readJson(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new LocalFault(`${file} is damaged: it is not JSON. Mend it, or start with another TRAILBOOK_DATA.`);
  }
}

/** Writes beside and renames, so that a reader sees the whole of the old or the whole of the new. For its owner alone. */
export async function writeJson(file: string, value: unknown): Promise<void> {
  const beside = `${file}.${randomBytes(4).toString('hex')}`;
  try {
    await writeFile(beside, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600, flush: true });
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
