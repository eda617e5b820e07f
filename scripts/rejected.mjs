// `npm run rejected -- list|replay …`: an operator's commands on rejected records, against the Kafka of `KAFKA_BROKERS`
// or, without one, of the system that runs in `TRAILBOOK_DATA`. In a container: `node dist/rejected.js` of ingest's image.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const endpoints = path.resolve(process.env.TRAILBOOK_DATA || '.trailbook', 'endpoints.json');

const env = { ...process.env };
if (!env.KAFKA_BROKERS && existsSync(endpoints)) env.KAFKA_BROKERS = JSON.parse(readFileSync(endpoints, 'utf8')).kafka;
const secrets = path.resolve(process.env.TRAILBOOK_DATA || '.trailbook', 'secrets');
if (!env.EVENT_SIGNING_KEY && existsSync(secrets)) {
  env.EVENT_SIGNING_KEY = JSON.parse(readFileSync(secrets, 'utf8')).eventKeys?.ingest.signingKey;
}
if (!env.KAFKA_BROKERS) {
  console.error(`Set KAFKA_BROKERS, or start the system first: there is no ${endpoints}.`);
  process.exit(1);
}
const node = (args) => spawnSync(process.execPath, args, { stdio: 'inherit', env }).status ?? 130;
process.exitCode =
  node([path.join(root, 'scripts', 'build.mjs')]) ||
  node([path.join(root, 'apps', 'ingest', 'dist', 'rejected.js'), ...process.argv.slice(2)]);
