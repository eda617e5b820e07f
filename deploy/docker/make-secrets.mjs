// Makes the keys and passwords of an installation.
//   node make-secrets.mjs files FOLDER                for docker compose: one file for each secret, made once
//   node make-secrets.mjs kubernetes [--prefix P] [--namespace N] --database-host H [--database-port P]
//        [--database-name D] [--database-query '?sslmode=verify-full'] --database-admin-url URL
//                                                     for Helm: prints Secrets, new ones every time, for kubectl
import { parseArgs } from 'node:util';
import { writeFiles } from './secret-files.mjs';
import { makeValues, secretsByApp } from './secret-values.mjs';

const options = {
  prefix: { type: 'string', default: 'trailbook' },
  namespace: { type: 'string' },
  'database-host': { type: 'string', default: process.env.DATABASE_HOST },
  'database-port': { type: 'string', default: '5432' },
  'database-name': { type: 'string', default: 'trailbook' },
  'database-query': { type: 'string', default: '' },
  'database-admin-url': { type: 'string' },
};

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

function arguments_() {
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    return fail(error.message);
  }
}

const { values: given, positionals } = arguments_();
const database = {
  host: given['database-host'],
  port: given['database-port'],
  name: given['database-name'],
  query: given['database-query'],
  adminUrl: given['database-admin-url'],
};

const [command, folder] = positionals;
if (command === 'files' && folder) {
  if (!database.host) fail('DATABASE_HOST, or --database-host, must say where PostgreSQL is.');
  await writeFiles(folder, database);
} else if (command === 'kubernetes') {
  if (!database.host || !database.adminUrl) fail('--database-host and --database-admin-url are required.');
  const items = Object.entries(secretsByApp(makeValues(), database)).map(([app, stringData]) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: `${given.prefix}-${app}`, ...(given.namespace && { namespace: given.namespace }) },
    stringData,
  }));
  console.log(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, null, 2));
} else {
  fail('Usage: make-secrets.mjs files FOLDER | kubernetes --database-host HOST --database-admin-url URL');
}
