import { execFile } from 'node:child_process';
import path from 'node:path';
import { testParts } from '../parts/test-parts';
import { administratorUrl } from './administrator';

const program = path.resolve(__dirname, '..', '..', '..', '..', 'apps', 'migrate', 'dist', 'main.js');
const timeoutMs = 120_000;

/** Runs the migration job as the process that it is, on one database of this run. @throws Error with what it printed */
export function migrate(database: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const { kafka, databasePasswords } = testParts();
  const settings = {
    ...process.env,
    DATABASE_URL: administratorUrl(database),
    DATABASE_PASSWORDS: JSON.stringify(databasePasswords),
    KAFKA_BROKERS: kafka,
    ...env,
  };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [program], { env: settings, timeout: timeoutMs }, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      reject(new Error(`migrate failed on ${database}: ${stderr.trim() || error.message}\n${stdout.slice(-2000)}`));
    });
  });
}
