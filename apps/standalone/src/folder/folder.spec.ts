import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { databaseRoles } from '@trailbook/testing';
import { readJson, writeJson } from './json-file';
import { keptPorts } from './kept-ports';
import { lockFolder } from './lock';
import { secretsOf } from './secrets';

describe('the data folder', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'folder-spec-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const at = (name: string) => path.join(folder, name);

  describe('its JSON files', () => {
    it('appear whole, and for their owner alone', async () => {
      await writeJson(at('it'), { a: 1 });
      await writeJson(at('it'), { a: 2 });
      expect(await readJson(at('it'))).toEqual({ a: 2 });
      expect(statSync(at('it')).mode & 0o777).toBe(0o600);
      expect(await readdir(folder)).toEqual(['it']);
    });

    it('may be missing, and are named when damaged', async () => {
      expect(await readJson(at('none'))).toBeUndefined();
      writeFileSync(at('half'), '{"a":');
      await expect(readJson(at('half'))).rejects.toThrow(/half is damaged/);
    });
  });

  describe('its lock', () => {
    it('is had by one at a time', () => {
      const unlock = lockFolder(folder);
      expect(() => lockFolder(folder)).toThrow(`Trailbook already runs on ${folder} (process ${process.pid})`);
      unlock();
      lockFolder(folder)();
      expect(existsSync(at('lock'))).toBe(false);
    });

    it('does not outlive its process, nor is it taken for that of a later process of the same number', async () => {
      const gone = spawn('true');
      await new Promise((resolve) => gone.on('exit', resolve));
      writeFileSync(at('lock'), `${gone.pid} 1`);
      lockFolder(folder)();
      writeFileSync(at('lock'), `${process.pid} 1`);
      lockFolder(folder)();
      writeFileSync(at('lock'), 'nonsense');
      lockFolder(folder)();
    });
  });

  describe('its ports', () => {
    it('stay the same while they are free', async () => {
      const first = await keptPorts(folder, ['a', 'b']);
      expect(await keptPorts(folder, ['a', 'b'])).toEqual(first);
      const taken = net.createServer().listen(first.a, '127.0.0.1');
      await new Promise((resolve) => taken.once('listening', resolve));
      const second = await keptPorts(folder, ['a', 'b', 'c']);
      expect(second).toMatchObject({ b: first.b, c: expect.any(Number) });
      expect(second.a).not.toBe(first.a);
      await new Promise((resolve) => taken.close(resolve));
    });
  });

  describe('its secrets', () => {
    it('are made once', async () => {
      const made = await secretsOf(folder);
      expect(await secretsOf(folder)).toEqual(made);
      expect(statSync(at('secrets')).mode & 0o777).toBe(0o600);
      expect(Object.keys(made.databasePasswords).sort()).toEqual([...databaseRoles].sort());
      const values = [made.administratorPassword, made.operatorApiKey, ...Object.values(made.databasePasswords)];
      expect(new Set(values).size).toBe(values.length);
      for (const value of values) expect(value.length).toBeGreaterThanOrEqual(20);
    });

    it('are completed, not replaced, where an older installation lacks some', async () => {
      const { pageTokenKey: _, ...older } = await secretsOf(folder);
      await writeJson(at('secrets'), older);
      const now = await secretsOf(folder);
      expect(now).toMatchObject(older);
      expect(now.pageTokenKey).toHaveLength(44);
      expect(JSON.parse(readFileSync(at('secrets'), 'utf8'))).toEqual(now);
    });
  });
});
