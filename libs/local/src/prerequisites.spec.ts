import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { requireJava, requireMaven } from './kafka/java';
import { requirePython } from './aws/moto';

describe('a missing prerequisite', () => {
  let folder: string;
  const { PATH, JAVA_HOME } = process.env;

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'path-spec-'));
    process.env.PATH = folder;
    delete process.env.JAVA_HOME;
  });

  afterEach(() => {
    process.env.PATH = PATH;
    if (JAVA_HOME !== undefined) process.env.JAVA_HOME = JAVA_HOME;
    rmSync(folder, { recursive: true });
  });

  const stub = (name: string, script: string) =>
    writeFileSync(path.join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });

  it.each<[string, () => Promise<void>, RegExp]>([
    ['Java', requireJava, /^Java 17 or newer .* install it, or set KAFKA_BROKERS .*\.$/],
    ['Maven', requireMaven, /^Maven is needed .* install it, or set KAFKA_BROKERS .*\.$/],
    ['Python', requirePython, /^Python 3\.10 or newer.* install it, or set AWS_ENDPOINT_URL .*\.$/],
  ])('%s is named in one sentence with the way round it', async (_name, check, sentence) => {
    await expect(check()).rejects.toMatchObject({ name: 'LocalFault', message: expect.stringMatching(sentence) });
  });

  it('is a Java that is too old', async () => {
    stub('java', 'echo \'openjdk version "11.0.2"\' >&2');
    await expect(requireJava()).rejects.toThrow('this one is 11: install a newer one, or set KAFKA_BROKERS');
  });

  it('is a Python that is too old or has no venv', async () => {
    stub('python3', 'exit 1');
    await expect(requirePython()).rejects.toThrow('python3 is not that');
  });
});
