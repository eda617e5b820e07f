import 'reflect-metadata';
import { loadConfig } from '@trailbook/service';
import { migrateDatabase } from '@trailbook/store/schema';
import { MigrateConfig, rolePasswords } from './config';
import { firstCatalog } from './generated/first-catalog';
import { presentCatalog } from './generated/present-catalog';
import { serviceSchemas } from './schemas';
import { migrateTopics } from './topics';

const say = (msg: string, facts: object = {}) =>
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), app: 'migrate', msg, ...facts })}\n`);

async function migrate(): Promise<void> {
  const started = Date.now();
  const config = loadConfig(MigrateConfig);
  const migrated = await migrateDatabase({
    url: config.DATABASE_URL,
    passwords: rolePasswords(config),
    retentionDays: config.AUDIT_RETENTION_DAYS,
    services: serviceSchemas,
    catalogs: { first: firstCatalog, present: presentCatalog },
  });
  say('database is up to date', { ran: migrated.ran, partitions: migrated.partitions });
  for (const sentence of migrated.detached) say(sentence, { level: 'warn' });
  for (const { name, created, mismatches, warnings } of await migrateTopics(config)) {
    say(created ? 'topic made' : 'topic exists', { topic: name });
    for (const mismatch of mismatches) say(`${mismatch}: it is left as it is`, { topic: name, level: 'warn' });
    for (const warning of warnings) say(warning, { topic: name, level: 'warn' });
  }
  say('done', { milliseconds: Date.now() - started });
}

migrate().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`migrate: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
