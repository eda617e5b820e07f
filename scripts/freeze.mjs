// `npm run freeze`: makes new migrations unchangeable. Adds the checksum of each new migration to the lock file, and
// writes what a database holds after all migrations, read from a PostgreSQL of its own. It never changes a checksum: a
// migration that was edited is named, and nothing is written.
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const lockFile = path.join(root, 'apps/migrate/migrations.lock');
const catalogFile = path.join(root, 'apps/migrate/src/generated/present-catalog.ts');

execFileSync(process.execPath, [path.join(root, 'scripts/build.mjs')], { stdio: 'inherit' });
const require = createRequire(import.meta.url);
const { loginRoles, migrateDatabase, readCatalog } = require(path.join(root, 'libs/store/dist/schema/index.js'));
const { freePort, PostgresServer } = require(path.join(root, 'libs/local/dist/index.js'));
const { editedOf, lockOf } = require(path.join(root, 'apps/migrate/dist/frozen/lock.js'));
const { allSchemas, serviceSchemas } = require(path.join(root, 'apps/migrate/dist/schemas.js'));

/** Migrates an empty database and reads what it holds then. */
async function catalogs() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'trailbook-freeze-'));
  const server = new PostgresServer({
    folder: path.join(folder, 'postgres'),
    logFile: path.join(folder, 'postgres.log'),
    port: await freePort(),
    password: 'only-for-a-moment',
    settings: { fsync: 'off', shared_buffers: '32MB' },
  });
  const client = new pg.Client({ connectionString: server.url() });
  try {
    await server.start();
    const passwords = Object.fromEntries(loginRoles.map((role) => [role, 'only-for-a-moment']));
    await migrateDatabase({ url: server.url(), passwords, retentionDays: 365, services: serviceSchemas });
    await client.connect();
    const read = {};
    for (const { schema } of allSchemas) read[schema] = await readCatalog(client, schema);
    return read;
  } finally {
    await client.end().catch(() => undefined);
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const before = await readFile(lockFile, 'utf8');
const lock = await lockOf(allSchemas);
const edited = editedOf(before, lock);
if (edited.length > 0) {
  console.error(
    `${edited.join('\n')}\nA frozen migration is never edited, renamed or removed: put the change into a new one.`,
  );
  process.exit(1);
}
await writeFile(
  catalogFile,
  `// Made by \`npm run freeze\` from a database that all migrations made. Do not edit.
import type { Catalogs } from '@trailbook/store/schema';

/** What each schema holds after all migrations. */
export const presentCatalog: Catalogs = ${JSON.stringify(await catalogs(), undefined, 2)};
`,
);
await writeFile(lockFile, lock);
