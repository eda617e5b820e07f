// `npm run fixture -- VERSION`: starts this version, plays what users and services do, and writes the database and what
// the REST interface answers to `e2e/fixtures/VERSION`. Each release gets one, once: `npm test` migrates all of them.
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { dump } from './fixture/dump.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const version = process.argv[2];
if (!/^\d+\.\d+\.\d+$/.test(version ?? '')) {
  console.error('Name the version: npm run fixture -- 0.1.0');
  process.exit(1);
}
execFileSync(process.execPath, [path.join(root, 'scripts/build.mjs')], { stdio: 'inherit' });
const require = createRequire(import.meta.url);
const { auditMigrations, loginRoles, ownerRole, statementsOf } = require(
  path.join(root, 'libs/store/dist/schema/index.js'),
);
const { serviceSchemas } = require(path.join(root, 'apps/migrate/dist/schemas.js'));
const { startSystem } = require(path.join(root, 'e2e/dist/system/start-system.js'));
const { fixtureSecrets } = require(path.join(root, 'e2e/dist/upgrade/secrets.js'));

const folder = await mkdtemp(path.join(os.tmpdir(), 'trailbook-fixture-'));
process.env.TRAILBOOK_E2E_FOLDER = folder;
await writeFile(path.join(folder, 'secrets'), JSON.stringify(fixtureSecrets), { mode: 0o600 });
const system = await startSystem(folder, { TRAILBOOK_DEMO: '0' });
const { actUnheard, answersOf, play } = require(path.join(root, 'e2e/dist/upgrade/scenario.js'));
const endpoints = JSON.parse(await readFile(path.join(folder, 'endpoints.json'), 'utf8'));
const client = new pg.Client({ connectionString: endpoints.database });
try {
  await client.connect();
  const facts = await play();
  // Blocks of searched texts are made when there is much to merge: here it is done by hand, before the last events.
  await client.query('SELECT audit.merge_search()');
  const answers = await answersOf(facts);
  process.kill(endpoints.pids.kafka, 'SIGSTOP');
  const waiting = await actUnheard(facts.tenant);
  Object.assign(answers, await answersOf(facts, '/v1/clusterprofiles'));
  const schemas = [{ schema: 'audit', migrations: auditMigrations }, ...serviceSchemas];
  const sql = await dump(client, { schemas, statementsOf, ownerRole, loginRoles });
  const target = path.join(root, 'e2e/fixtures', version);
  await mkdir(target, { recursive: true });
  await writeFile(path.join(target, 'database.sql'), sql);
  await writeFile(path.join(target, 'facts.json'), `${JSON.stringify({ ...facts, waiting, answers })}\n`);
} finally {
  await client.end().catch(() => undefined);
  process.kill(endpoints.pids.kafka, 'SIGCONT');
  await system.stop();
  await rm(folder, { recursive: true, force: true });
}
