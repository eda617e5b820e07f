import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectFolder } from '@trailbook/local';
import { endsWithBenchmark } from './ending';

/** What `endpoints.json` says, as far as benchmarks need it. */
export interface Endpoints {
  gateway: string;
  kafka: string;
  database: string;
  pids: Record<string, number>;
  tenants: { uid: string; projects: { uid: string }[] }[];
  users: { email: string; password: string; apiKey: string; tenantUid: string; role: string }[];
}

const startMs = 240_000;

/**
 * The most of a machine's memory that PostgreSQL's documentation finds of use as `shared_buffers` (section 19.4.1). A shared
 * machine may take back what its page cache holds at any time.
 */
export const mostBuffers = `${Math.floor((totalmem() * 0.4) / 2 ** 20)}MB`;

/** The whole of Trailbook as `npm start` runs it, in a folder that goes when it ends; without limits for callers. */
export class WholeSystem {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    readonly endpoints: Endpoints,
  ) {}

  /** @param env beside the environment's own */
  static async start(env: Readonly<Record<string, string>> = {}): Promise<WholeSystem> {
    const folder = await mkdtemp(path.join(tmpdir(), 'trailbook-bench-'));
    const program = path.join(projectFolder, 'apps', 'standalone', 'dist', 'main.js');
    const ours = Object.entries(process.env).filter(([name]) => !/^(KAFKA_|DATABASE_URL$|AWS_|TRAILBOOK_)/.test(name));
    const child = spawn(process.execPath, [program], {
      env: {
        ...Object.fromEntries(ours),
        TRAILBOOK_DATA: folder,
        TRAILBOOK_PORT: '0',
        RATE_LIMIT_PER_SECOND: '0',
        ...env,
      },
      cwd: projectFolder,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    endsWithBenchmark(child);
    const file = path.join(folder, 'endpoints.json');
    for (const deadline = Date.now() + startMs; !existsSync(file); await sleep(100)) {
      if (child.exitCode !== null) throw new Error(`the system ended with ${child.exitCode} before it was ready`);
      if (Date.now() > deadline) throw new Error(`the system was not ready after ${startMs / 1_000} s`);
    }
    return new WholeSystem(child, folder, JSON.parse(readFileSync(file, 'utf8')) as Endpoints);
  }

  /** The database, as one of Trailbook's roles. */
  databaseAs(role: string): string {
    const secrets = JSON.parse(readFileSync(path.join(this.folder, 'secrets'), 'utf8')) as {
      databasePasswords: Record<string, string>;
    };
    const url = new URL(this.endpoints.database);
    url.username = role;
    url.password = secrets.databasePasswords[role] ?? '';
    return url.toString();
  }

  /** The API key of the administrator of a tenant. */
  keyOf(tenantUid: string): string {
    const user = this.endpoints.users.find((one) => one.tenantUid === tenantUid && one.role === 'Tenant Admin');
    if (!user) throw new Error(`the demo has no administrator of the tenant ${tenantUid}`);
    return user.apiKey;
  }

  /** Most memory that a process has had so far, in MB. */
  peakRssMb(app: string): number {
    const status = readFileSync(`/proc/${this.endpoints.pids[app]}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) / 1_024;
  }

  /** Memory that a process has now, in MB. */
  rssMb(app: string): number {
    const status = readFileSync(`/proc/${this.endpoints.pids[app]}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1_024;
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    if (this.child.exitCode === null) {
      this.child.kill('SIGTERM');
      await ended;
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}
