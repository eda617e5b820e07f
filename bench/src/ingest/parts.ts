import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkPrerequisites, freePort, kafkaJars, KafkaServer, PostgresServer } from '@trailbook/local';
import { loginRoles, migrateDatabase, type RolePasswords } from '@trailbook/store/schema';
import { Client } from 'pg';

export const passwords = Object.fromEntries(loginRoles.map((role) => [role, `bench-${role}`])) as RolePasswords;

/** Kafka and PostgreSQL of one run, with default settings, gone when it ends. */
export class BenchParts {
  private constructor(
    readonly kafka: KafkaServer,
    readonly postgres: PostgresServer,
    private readonly folder: string,
  ) {}

  static async start(progress: (line: string) => void): Promise<BenchParts> {
    await checkPrerequisites({ kafka: true, postgres: true, aws: false });
    const jars = await kafkaJars(progress);
    const folder = await mkdtemp(path.join(tmpdir(), 'trailbook-bench-'));
    const of = (name: string) => ({ folder: path.join(folder, name), logFile: path.join(folder, `${name}.log`) });
    const kafka = new KafkaServer({
      ...of('kafka'),
      ...{ port: await freePort(), controllerPort: await freePort(), jars, heapMb: 1_024, optimised: true },
    });
    const postgres = new PostgresServer({ ...of('postgres'), port: await freePort(), password: 'bench' });
    const parts = new BenchParts(kafka, postgres, folder);
    try {
      await Promise.all([kafka.start(), postgres.start()]);
    } catch (error) {
      await parts.stop();
      throw error;
    }
    return parts;
  }

  async stop(): Promise<void> {
    await Promise.all([this.kafka.stop(), this.postgres.stop()]);
    await rm(this.folder, { recursive: true, force: true });
  }

  /** An administrator's URL of a new database: empty, or a copy of `template`. */
  async database(name: string, template = 'template0'): Promise<string> {
    await this.asAdministrator(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
    return this.postgres.url(name);
  }

  /** An administrator's URL of a new, migrated database. */
  async store(name: string): Promise<string> {
    const url = await this.database(name);
    await migrateDatabase({ url, passwords, retentionDays: 365, services: [] });
    return url;
  }

  async drop(name: string): Promise<void> {
    await this.asAdministrator(`DROP DATABASE ${name} WITH (FORCE)`);
    await this.asAdministrator('CHECKPOINT'); // so that nobody's checkpoint falls into another's round
  }

  private async asAdministrator(statement: string): Promise<void> {
    const client = new Client({ connectionString: this.postgres.url() });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  }
}

/** The same database, as one of the roles. */
export function urlAs(role: keyof RolePasswords, adminUrl: string): string {
  const url = new URL(adminUrl);
  url.username = role;
  url.password = passwords[role];
  return url.toString();
}
