import 'reflect-metadata';
import { createLogger, loadConfig } from '@trailbook/service';
import { Pool } from 'pg';
import { reEncryptAll } from './secrets/re-encrypt-all';
import { ReEncryptConfig } from './secrets/re-encrypt.config';
import { SecretBox } from './secrets/secret-box';
import { parseTrailKeys } from './secrets/trail-keys';

const timeoutMs = 10_000;

/** An operator's command: encrypts the secrets of all trails with the first of TRAIL_KEYS, beside a running service. */
async function run(): Promise<void> {
  const config = loadConfig(ReEncryptConfig);
  const box = new SecretBox(parseTrailKeys(config.TRAIL_KEYS));
  const pool = new Pool({
    connectionString: config.DATABASE_URL,
    max: 1,
    connectionTimeoutMillis: timeoutMs,
    statement_timeout: timeoutMs,
    query_timeout: timeoutMs + 2_000,
    application_name: 'trailbook-re-encrypt',
  });
  // Nobody waits for an idle connection that breaks: the next statement says what is wrong.
  pool.on('error', (error) => createLogger('re-encrypt', 'warn').warn({ err: error }, 'a connection was lost'));
  try {
    const { changed, total } = await reEncryptAll(pool, box);
    process.stdout.write(`${changed} of ${total} secrets were encrypted anew with the first of TRAIL_KEYS\n`);
  } finally {
    await pool.end();
  }
}

run().catch((error: unknown) => {
  process.stderr.write(`re-encrypt: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
