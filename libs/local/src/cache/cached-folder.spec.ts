import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { cachedFolder, cachedPath } from './cached-folder';

describe('a cached folder', () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(path.join(os.tmpdir(), 'cache-spec-'))));
  afterEach(() => rmSync(root, { recursive: true }));

  const writes = (text: string) => (folder: string) => writeFile(path.join(folder, 'it'), text);
  const read = (folder: string) => readFileSync(path.join(folder, 'it'), 'utf8');

  it('is built once', async () => {
    const build = jest.fn(writes('first'));
    const one = await cachedFolder('thing', 'v1', build, root);
    const again = await cachedFolder('thing', 'v1', build, root);
    expect([read(one), again, build.mock.calls.length]).toEqual(['first', one, 1]);
  });

  it('is another one for other contents', async () => {
    const one = await cachedFolder('thing', 'v1', writes('first'), root);
    const other = await cachedFolder('thing', 'v2', writes('second'), root);
    expect([read(one), read(other)]).toEqual(['first', 'second']);
  });

  it('does not appear when its build fails, and leaves nothing', async () => {
    const build = async (folder: string) => {
      await writes('half')(folder);
      throw new Error('the network is gone');
    };
    await expect(cachedFolder('thing', 'v1', build, root)).rejects.toThrow('the network is gone');
    expect(await readdir(root)).toEqual([]);
  });

  it('is one and whole when several build it at once', async () => {
    const build = async (folder: string) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      await writes('whole')(folder);
    };
    const made = await Promise.all([1, 2, 3].map(() => cachedFolder('thing', 'v1', build, root)));
    expect(new Set(made)).toEqual(new Set([cachedPath('thing', 'v1', root)]));
    expect(read(made[0] as string)).toBe('whole');
    expect(await readdir(root)).toHaveLength(1);
  });

  it('removes what a build killed long ago has left, and nobody else’s', async () => {
    const [old, young] = ['building-old', 'building-young'].map((name) => path.join(root, name)) as [string, string];
    await Promise.all([mkdir(old), mkdir(young)]);
    utimesSync(old, 0, 0);
    await cachedFolder('thing', 'v1', writes('x'), root);
    expect([existsSync(old), existsSync(young)]).toEqual([false, true]);
  });
});
