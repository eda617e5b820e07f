import { checksumOf, type MigrationClass } from '@trailbook/store/schema';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { QueryRunner } from 'typeorm';
import { allSchemas } from '../schemas';
import { editedOf, lockOf } from './lock';

const lockFile = path.resolve(__dirname, '..', '..', 'migrations.lock');

function migration(name: string, up: (runner: QueryRunner) => Promise<unknown>): MigrationClass {
  class Migration {
    async up(runner: QueryRunner): Promise<void> {
      await up(runner);
    }
    down(): Promise<void> {
      return Promise.resolve();
    }
  }
  Object.defineProperty(Migration, 'name', { value: name });
  return Migration;
}
const executing = (name: string, ...statements: string[]) =>
  migration(name, async (runner) => {
    for (const statement of statements) await runner.query(statement);
  });
const lock = (...migrations: MigrationClass[]) => lockOf([{ schema: 'audit', migrations }]);

describe('frozen migrations', () => {
  it('are as they were when they were frozen, and each is frozen: `npm run freeze` freezes a new one', async () => {
    const locked = readFileSync(lockFile, 'utf8');
    const present = await lockOf(allSchemas);
    expect(editedOf(locked, present)).toEqual([]);
    expect(present).toBe(locked);
  });

  it('run in the order of their times, each under a name of its own', () => {
    for (const { migrations } of allSchemas) {
      const times = migrations.map(({ name }) => Number(name.slice(-13)));
      expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
    }
  });
});

describe('a lock', () => {
  it('names a migration that was edited, renamed or removed', async () => {
    const locked = await lock(executing('A1', 'SELECT 1'), executing('B2', 'SELECT 2'));
    expect(editedOf(locked, await lock(executing('A1', 'SELECT 1'), executing('B2', 'SELECT 3')))).toEqual([
      'migration B2 of schema audit is frozen, and executes something else now',
    ]);
    expect(editedOf(locked, await lock(executing('A1', 'SELECT 1')))).toEqual([
      'migration B2 of schema audit is frozen, and gone',
    ]);
  });

  it('takes a new migration wherever it stands', async () => {
    const locked = await lock(executing('A1', 'SELECT 1'));
    expect(editedOf(locked, await lock(executing('Z0', 'SELECT 0'), executing('A1', 'SELECT 1')))).toEqual([]);
  });
});

describe('the checksum of a migration', () => {
  it('covers each statement, its place and its parameters', async () => {
    const variants = [
      executing('A1', 'SELECT 1; SELECT 2'),
      executing('A1', 'SELECT 1', 'SELECT 2'),
      executing('A1', 'SELECT 2', 'SELECT 1'),
      migration('A1', (runner) => runner.query('SELECT $1', [1])),
      migration('A1', (runner) => runner.query('SELECT $1', [2])),
    ];
    expect(new Set(await Promise.all(variants.map(checksumOf))).size).toBe(variants.length);
  });

  it('is refused where it would not cover all that the migration does', async () => {
    const wider = migration('A1', (runner) => runner.dropTable('audit.entry'));
    await expect(checksumOf(wider)).rejects.toThrow('migration A1 uses dropTable: it may use query alone');
  });
});
