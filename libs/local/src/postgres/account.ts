import { readFileSync } from 'node:fs';
import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { LocalFault, messageOf } from '../faults';
import { runCommand } from '../process/command';

/** The account of the operating system that PostgreSQL runs as. */
export interface Account {
  uid: number;
  gid: number;
}

const timeoutMs = 10_000;

/** An account by its name, from the system's list. */
export function accountIn(passwd: string, name: string): Account | undefined {
  for (const line of passwd.split('\n')) {
    const [user, , uid, gid] = line.split(':');
    if (user === name) return { uid: Number(uid), gid: Number(gid) };
  }
  return undefined;
}

const find = (name: string) => accountIn(readFileSync('/etc/passwd', 'utf8'), name);

/**
 * PostgreSQL refuses to run as root; then it runs as `postgres`, an account that is made when there is none.
 * @returns undefined where we are not root and no change of account is needed
 * @throws LocalFault when there is no such account and none can be made
 */
export async function postgresAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const known = find('postgres');
  if (known) return known;
  try {
    await runCommand('groupadd', ['--force', '--system', 'postgres'], { timeoutMs });
    await runCommand('useradd', ['--system', '--no-create-home', '--gid', 'postgres', 'postgres'], { timeoutMs });
  } catch (error) {
    const why = 'PostgreSQL does not run as root, and the account postgres could not be made';
    throw new LocalFault(`${why} (${messageOf(error)}): run as another user, or set DATABASE_URL.`);
  }
  const made = find('postgres');
  if (!made) throw new LocalFault('The account postgres was made but is not in /etc/passwd: set DATABASE_URL.');
  return made;
}

/** The folders on the way to `target` that `account` may not enter. */
export async function closedFolders(target: string, account: Account): Promise<string[]> {
  const closed: string[] = [];
  for (let folder = path.resolve(target); ; folder = path.dirname(folder)) {
    const { mode, uid, gid } = await lstat(folder);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) closed.push(folder);
    if (folder === path.dirname(folder)) return closed;
  }
}
