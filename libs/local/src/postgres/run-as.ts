import { readFileSync } from 'node:fs';
import { LocalFault } from '../faults';
import { closedFolders, type Account } from './account';

export interface RunAs {
  command: string;
  args: string[];
  uid?: number;
  gid?: number;
}

const capabilities = { dac_read_search: 2, dac_override: 1 } as const;

/** One of the two capabilities that let a process pass a folder closed to it, as far as this machine grants any. */
function passingCapability(): keyof typeof capabilities | undefined {
  const bounding = /CapBnd:\s*([0-9a-f]+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
  const names = Object.keys(capabilities) as (keyof typeof capabilities)[];
  return names.find((name) => (BigInt(`0x${bounding}`) >> BigInt(capabilities[name])) & 1n);
}

/**
 * How to run a command as `account`. Where that account may not enter a folder on the way to `paths`, such as a root's
 * own 0700 folder, the command keeps the one capability to pass it: the folders of others are not opened for it.
 */
export async function runAs(
  account: Account | undefined,
  paths: string[],
  command: string,
  args: string[],
): Promise<RunAs> {
  if (!account) return { command, args };
  const closed = (await Promise.all(paths.map((target) => closedFolders(target, account)))).flat();
  if (closed.length === 0) return { command, args, ...account };
  const capability = process.platform === 'linux' ? passingCapability() : undefined;
  if (!capability) {
    const why = `PostgreSQL does not run as root, and its own account may not enter ${closed[0]}`;
    throw new LocalFault(`${why}: move the project and TRAILBOOK_DATA to a folder open to all, or set DATABASE_URL.`);
  }
  const change = [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups'];
  const keep = [`--inh-caps=+${capability}`, `--ambient-caps=+${capability}`];
  return { command: 'setpriv', args: [...change, ...keep, command, ...args] };
}
