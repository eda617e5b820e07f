import { type AppendEntry, EntryWriter, RollupFolder } from '@trailbook/store/append';
import { loginRoles, migrateDatabase, type RolePasswords } from '@trailbook/store/schema';
import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import type { Variant } from './variants';

const passwords = Object.fromEntries(loginRoles.map((role) => [role, `bench-${role}`])) as RolePasswords;
const ticksPerSecond = 100;

/** What a contestant has used up, summed over its chunks. */
export interface Used {
  milliseconds: number[];
  foldMilliseconds: number;
  walBytes: number;
}

/** One layout in a database of its own. */
export class Contestant {
  readonly used: Used = { milliseconds: [], foldMilliseconds: 0, walBytes: 0 };
  private next = new Map<number, bigint>();

  private constructor(
    readonly name: string,
    readonly admin: Client,
    readonly readerUrl: string,
    private readonly writer: EntryWriter,
    private readonly folder: RollupFolder,
    private readonly epochId: number,
  ) {}

  static async open(variant: Variant, databaseUrl: string): Promise<Contestant> {
    await migrateDatabase({ url: databaseUrl, passwords, retentionDays: 365, services: [] });
    const admin = new Client({ connectionString: databaseUrl });
    await admin.connect();
    if (variant.change !== '') await admin.query(variant.change);
    const as = (role: keyof RolePasswords) => {
      const url = new URL(databaseUrl);
      url.username = role;
      url.password = passwords[role];
      return url.toString();
    };
    const writer = new EntryWriter({ connectionString: as('trailbook_ingest'), connections: 1 });
    const folder = new RollupFolder({ connectionString: as('trailbook_ingest') });
    const { epochId } = await writer.positions('bench', 'audit.events');
    return new Contestant(variant.name, admin, as('trailbook_query'), writer, folder, epochId);
  }

  async append(entries: readonly AppendEntry[]): Promise<void> {
    const ranges = await this.ranges(entries);
    const from = await walPosition(this.admin);
    const started = process.hrtime.bigint();
    const { stored } = await this.writer.append({ epochId: this.epochId, ranges, entries, notes: [] });
    this.used.milliseconds.push(Number(process.hrtime.bigint() - started) / 1e6);
    this.used.walBytes += (await walPosition(this.admin)) - from;
    if (stored !== entries.length) throw new Error(`${this.name} stored ${stored} of ${entries.length} entries`);
  }

  async fold(): Promise<void> {
    const started = process.hrtime.bigint();
    await this.folder.fold();
    this.used.foldMilliseconds += Number(process.hrtime.bigint() - started) / 1e6;
  }

  /** Brings the counts and the search into the form in which they stay. */
  async settle(): Promise<void> {
    await this.fold();
    await this.folder.merge();
  }

  /** CPU of the server's process that serves the writer, in seconds. */
  async cpuSeconds(): Promise<number> {
    return cpuSecondsOf(this.admin, 'trailbook-ingest');
  }

  async close(): Promise<void> {
    await this.writer.close();
    await this.folder.close();
    await this.admin.end();
  }

  private async ranges(entries: readonly AppendEntry[]) {
    const ends = new Map<number, bigint>();
    for (const { partition, offset } of entries) ends.set(partition, offset + 1n);
    return Promise.all(
      [...ends].map(async ([partition, to]) => {
        const from = this.next.get(partition) ?? (await this.writer.beginPartition(this.epochId, partition, 0n));
        this.next.set(partition, to);
        return { partition, from, to };
      }),
    );
  }
}

export async function walPosition(client: Client): Promise<number> {
  const { rows } = await client.query<{ at: number }>(`SELECT (pg_current_wal_insert_lsn() - '0/0')::float8 AS at`);
  return rows[0]?.at ?? 0;
}

/** CPU seconds of the server processes of an application in this database, from `/proc`; NaN where there is none. */
export async function cpuSecondsOf(client: Client, application: string): Promise<number> {
  const { rows } = await client.query<{ pid: number }>(
    'SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1',
    [application],
  );
  try {
    const ticks = rows.map(({ pid }) => {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      return Number(fields[11]) + Number(fields[12]);
    });
    return ticks.reduce((sum, value) => sum + value, 0) / ticksPerSecond;
  } catch {
    return Number.NaN; // no /proc on this system: the figure is left out
  }
}
