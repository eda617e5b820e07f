import path from 'node:path';
import { LocalFault, messageOf, projectFolder, runCommand } from '@trailbook/local';
import type { Secrets } from '../folder/secrets';
import type { Backing } from '../parts/backing';

const timeoutMs = 120_000;

/** Runs the job that makes roles, schemas and topics. @throws LocalFault with its last words */
export async function migrate(backing: Backing, secrets: Secrets): Promise<void> {
  const env = {
    ...process.env,
    DATABASE_URL: backing.databaseUrl,
    DATABASE_PASSWORDS: JSON.stringify(secrets.databasePasswords),
    KAFKA_BROKERS: backing.brokers,
  };
  const program = path.join(projectFolder, 'apps', 'migrate', 'dist', 'main.js');
  await runCommand(process.execPath, [program], { env, timeoutMs }).catch((error: unknown) => {
    throw new LocalFault(lastWords(messageOf(error)));
  });
}

/** The job says what was wrong in its last line; what comes before it is its log. */
function lastWords(message: string): string {
  const said = message.split('\n').filter((line) => line.startsWith('migrate: '));
  return said.at(-1)?.slice('migrate: '.length) ?? message;
}
