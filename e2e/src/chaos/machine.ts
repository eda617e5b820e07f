import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { topics } from '@trailbook/contract';
import {
  checkPrerequisites,
  freePort,
  kafkaJars,
  KafkaServer,
  newInstallationKeys,
  PostgresServer,
  projectFolder,
  publicKeysOf,
  runCommand,
  type Part,
  type Progress,
} from '@trailbook/local';
import { IngestPart } from './ingest-part';

const password = randomBytes(18).toString('base64url');
const roles = ['ingest', 'query', 'sink', 'partitions', 'identity', 'cluster_profiles'].map((of) => `trailbook_${of}`);

/** Kafka, PostgreSQL and two instances of ingest, of one run's own. */
export class Machine {
  readonly topic = topics.events.name;

  private constructor(
    readonly kafka: KafkaServer,
    readonly postgres: PostgresServer,
    readonly ingests: readonly IngestPart[],
    private readonly folder: string,
  ) {}

  static async start(progress: Progress): Promise<Machine> {
    await checkPrerequisites({ kafka: true, postgres: true, aws: false });
    const jars = await kafkaJars(progress);
    const folder = await mkdtemp(path.join(os.tmpdir(), 'trailbook-chaos-'));
    await chmod(folder, 0o711);
    const of = (name: string) => ({ folder: path.join(folder, name), logFile: path.join(folder, `${name}.log`) });
    const kafka = new KafkaServer({ ...of('kafka'), port: await freePort(), controllerPort: await freePort(), jars });
    // Processes are killed here, not machines: what was written outlives them.
    const settings = { fsync: 'off' };
    const postgres = new PostgresServer({ ...of('postgres'), port: await freePort(), password, settings });
    const keys = newInstallationKeys();
    const env = {
      KAFKA_BROKERS: kafka.brokers,
      EVENT_SIGNING_KEY: keys.ingest.signingKey,
      EVENT_PUBLIC_KEYS: publicKeysOf(keys),
      DATABASE_URL: as('trailbook_ingest', postgres.url()),
      PARTITIONS_DATABASE_URL: as('trailbook_partitions', postgres.url()),
    };
    const ingests: IngestPart[] = [];
    for (const name of ['ingest-1', 'ingest-2']) {
      ingests.push(new IngestPart({ name, metricsPort: await freePort(), logFile: of(name).logFile, env }));
    }
    const machine = new Machine(kafka, postgres, ingests, folder);
    try {
      await Promise.all([kafka.start(), postgres.start()]);
      await machine.migrate();
      await Promise.all(ingests.map((ingest) => ingest.start()));
    } catch (error) {
      await machine.stop();
      throw error;
    }
    return machine;
  }

  get parts(): Part[] {
    return [...this.ingests, this.kafka, this.postgres];
  }

  /** Where the logs of the parts are, for as long as it is not stopped. */
  get logs(): string {
    return this.folder;
  }

  async stopIngest(): Promise<void> {
    await Promise.all(this.ingests.map((ingest) => ingest.stop()));
  }

  /** @param keep leaves the logs and data, for whoever looks into a failure */
  async stop(keep = false): Promise<void> {
    await this.stopIngest();
    await Promise.all([this.kafka.stop(), this.postgres.stop()]);
    if (!keep) await rm(this.folder, { recursive: true, force: true });
  }

  private async migrate(): Promise<void> {
    const env = {
      PATH: process.env.PATH,
      DATABASE_URL: this.postgres.url(),
      DATABASE_PASSWORDS: JSON.stringify(Object.fromEntries(roles.map((role) => [role, password]))),
      KAFKA_BROKERS: this.kafka.brokers,
      AUDIT_PARTITIONS: '6',
    };
    const program = path.join(projectFolder, 'apps', 'migrate', 'dist', 'main.js');
    await runCommand(process.execPath, [program], { env, timeoutMs: 60_000 });
  }
}

function as(role: string, adminUrl: string): string {
  const url = new URL(adminUrl);
  url.username = role;
  url.password = password;
  return url.toString();
}
