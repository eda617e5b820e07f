import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { startCommand } from '../system/start-system';
import { endpoints, systemFolder } from '../system/running-system';

interface Ended {
  code: number;
  stderr: string;
}

function startAndEnd(folder: string, env: NodeJS.ProcessEnv): Promise<Ended> {
  const { command, args, env: whole } = startCommand(folder, env);
  return new Promise((resolve) => {
    execFile(command, args, { env: whole, timeout: 60_000 }, (error, _stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stderr: stderr.trim() });
    });
  });
}

describe('a start that cannot be', () => {
  const { kafka } = endpoints();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'trailbook-start-'));
  const nowhere = net.createServer();
  let free: number;

  beforeAll(async () => {
    await new Promise<void>((resolve) => nowhere.listen(0, '127.0.0.1', resolve));
    free = (nowhere.address() as net.AddressInfo).port;
    await new Promise((resolve) => nowhere.close(resolve));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const aws = { AWS_ENDPOINT_URL: endpoints().cloudwatch };
  const silent = () => `127.0.0.1:${free}`;

  it.each<[string, () => string, () => NodeJS.ProcessEnv, RegExp]>([
    [
      'on a port in use',
      () => folder,
      () => ({ TRAILBOOK_PORT: new URL(endpoints().gateway).port }),
      /^Port \d+ is in use/,
    ],
    ['on a folder in use', systemFolder, () => ({}), /^Trailbook already runs on .* \(process \d+\)/],
    ['on a wrong port', () => folder, () => ({ TRAILBOOK_PORT: 'http' }), /^TRAILBOOK_PORT is a port/],
    [
      'with a Kafka that does not answer',
      () => folder,
      () => ({ ...aws, KAFKA_BROKERS: silent() }),
      /Kafka.*127\.0\.0\.1:\d+/,
    ],
    [
      'with a PostgreSQL that does not answer',
      () => folder,
      () => ({ ...aws, KAFKA_BROKERS: kafka, DATABASE_URL: `postgres://a:b@${silent()}/c` }),
      /127\.0\.0\.1:\d+/,
    ],
    ['without Java', () => folder, () => ({ JAVA_HOME: '/nowhere' }), /^Java 17 or newer .* KAFKA_BROKERS/],
  ])(
    '%s: one sentence, exit code 1',
    async (_what, where, env, sentence) => {
      const ended = await startAndEnd(where(), env());
      expect(ended).toEqual({ code: 1, stderr: expect.stringMatching(sentence) });
      expect(ended.stderr.split('\n')).toHaveLength(1);
    },
    65_000,
  );
});
