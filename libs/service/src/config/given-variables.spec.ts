import { IsOptional, IsString, MinLength } from 'class-validator';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ConfigurationError } from './configuration-error';
import { loadConfig } from './load-config';

class Config {
  @IsString()
  @MinLength(8, { message: 'must have at least 8 characters' })
  SIGNING_SECRET!: string;

  @IsOptional()
  @IsString()
  NOTE?: string;
}

describe('variables in files', () => {
  let folder: string;
  let secret: string;

  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'config-'));
    secret = path.join(folder, 'SECRET');
    writeFileSync(secret, 'from-a-file\n');
    writeFileSync(path.join(folder, 'EMPTY'), '\n');
    writeFileSync(path.join(folder, 'SHORT'), 'short');
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  const faults = (env: NodeJS.ProcessEnv): string[] => {
    try {
      loadConfig(Config, env);
    } catch (error) {
      if (error instanceof ConfigurationError) {
        return error.faults.map(({ variable, problem }) => `${variable} ${problem}`);
      }
      throw error;
    }
    return [];
  };

  it('are read without the line end', () => {
    expect(loadConfig(Config, { SIGNING_SECRET_FILE: secret })).toEqual({ SIGNING_SECRET: 'from-a-file' });
  });

  it('count when the variable itself is empty', () => {
    expect(loadConfig(Config, { SIGNING_SECRET: '', SIGNING_SECRET_FILE: secret }).SIGNING_SECRET).toBe('from-a-file');
  });

  it.each<[string, () => NodeJS.ProcessEnv, string[]]>([
    [
      'both ways at once',
      () => ({ SIGNING_SECRET: 'given-directly', SIGNING_SECRET_FILE: secret }),
      ['SIGNING_SECRET is given twice: also by SIGNING_SECRET_FILE'],
    ],
    [
      'a file that is not there',
      () => ({ SIGNING_SECRET_FILE: path.join(folder, 'ABSENT') }),
      ['SIGNING_SECRET_FILE names a file that cannot be read (ENOENT)'],
    ],
    [
      'an empty file',
      () => ({ SIGNING_SECRET_FILE: path.join(folder, 'EMPTY') }),
      ['SIGNING_SECRET_FILE names an empty file'],
    ],
    [
      'every fault together, and never a value',
      () => ({ SIGNING_SECRET_FILE: path.join(folder, 'SHORT'), NOTE_FILE: folder }),
      ['NOTE_FILE names a file that cannot be read (EISDIR)', 'SIGNING_SECRET must have at least 8 characters'],
    ],
    ['nothing', () => ({}), ['SIGNING_SECRET is required']],
  ])('refuse %s', (_what, env, expected) => {
    expect(faults(env())).toEqual(expected);
  });
});
