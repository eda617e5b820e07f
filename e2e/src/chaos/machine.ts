import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { EventSigner, topics } from '@trailbook/contract';
import {
  checkPrerequisites,
  freePort,
  kafkaJars,
  KafkaServer,
  newEventKeys,
  newInstallationKeys,
  PostgresServer,
  projectFolder,
  publicKeysOf,
  runCommand,
  type Progress,
} from '@trailbook/local';
import { AppPart } from './app-part';
import { AwsPart } from './aws-part';
import { contestSources } from './claims';
import { tenantOf } from './load-event';
import { GatewayKey, Trails, type Trail } from './trails';

const password = randomBytes(18).toString('base64url');
const roles = ['ingest', 'query', 'sink', 'partitions', 'identity', 'cluster_profiles'].map((of) => `trailbook_${of}`);

const eventPartitions = 6;
/** Half of the load's tenants have one. */
const trailCount = 5;

/** Kafka, PostgreSQL, a stand-in for AWS, two instances of ingest and two of trail-sink, of one run's own. */
export class Machine {
  readonly topic = topics.events.name;
  readonly partitions = eventPartitions;

  private constructor(
    readonly kafka: KafkaServer,
    readonly postgres: PostgresServer,
    readonly aws: AwsPart,
    readonly ingests: readonly AppPart[],
    readonly sinks: readonly AppPart[],
    readonly trails: Trails,
    /** Signs for the second of the contested sources. */
    readonly signer: EventSigner,
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
    const aws = new AwsPart({ ...of('aws'), port: await freePort(), controlPort: await freePort() });
    const gateway = new GatewayKey();
    const producerKeys = newEventKeys('chaos');
    const keys = newInstallationKeys();
    const reader = {
      KAFKA_BROKERS: kafka.brokers,
      EVENT_PUBLIC_KEYS: publicKeysOf(keys),
      PRODUCER_PUBLIC_KEYS: JSON.stringify({
        [producerKeys.keyId]: { publicKey: producerKeys.publicKey, sources: [contestSources[1]] },
      }),
    };
    const envs = {
      ingest: {
        ...reader,
        EVENT_SIGNING_KEY: keys.ingest.signingKey,
        DATABASE_URL: as('trailbook_ingest', postgres.url()),
        PARTITIONS_DATABASE_URL: as('trailbook_partitions', postgres.url()),
      },
      'trail-sink': {
        ...reader,
        EVENT_SIGNING_KEY: keys['trail-sink'].signingKey,
        DATABASE_URL: as('trailbook_sink', postgres.url()),
        INTERNAL_PUBLIC_KEYS: gateway.publicKeys,
        TRAIL_KEYS: `chaos:${randomBytes(32).toString('base64')}`,
        AWS_ENDPOINT_URL: aws.url,
        DELIVERY_LINGER_MS: '2000',
      },
    };
    const two = (app: 'ingest' | 'trail-sink') =>
      Promise.all(
        [`${app}-1`, `${app}-2`].map(async (name) => {
          const ports = { port: await freePort(), metricsPort: await freePort() };
          return new AppPart({ name, app, ...ports, logFile: of(name).logFile, env: envs[app] });
        }),
      );
    const [ingests, sinks] = [await two('ingest'), await two('trail-sink')];
    const trails = new Trails(gateway, (sinks[0] as AppPart).url);
    const signer = EventSigner.parse(producerKeys.signingKey);
    const machine = new Machine(kafka, postgres, aws, ingests, sinks, trails, signer, folder);
    try {
      await Promise.all([kafka.start(), postgres.start(), aws.start()]);
      await machine.migrate();
      await Promise.all([...ingests, ...sinks].map((part) => part.start()));
    } catch (error) {
      await machine.stop();
      throw error;
    }
    return machine;
  }

  /** Makes trails, each of another tenant. */
  async makeTrails(): Promise<Trail[]> {
    await this.aws.allowKey();
    return Promise.all(Array.from({ length: trailCount }, (_, number) => this.trails.make(tenantOf(number))));
  }

  /** Where the logs of the parts are, for as long as it is not stopped. */
  get logs(): string {
    return this.folder;
  }

  async stopApps(): Promise<void> {
    await Promise.all([...this.ingests, ...this.sinks].map((part) => part.stop()));
  }

  /** @param keep leaves the logs and data, for whoever looks into a failure */
  async stop(keep = false): Promise<void> {
    await this.stopApps();
    await Promise.all([this.kafka.stop(), this.postgres.stop(), this.aws.stop()]);
    if (!keep) await rm(this.folder, { recursive: true, force: true });
  }

  private async migrate(): Promise<void> {
    const env = {
      PATH: process.env.PATH,
      DATABASE_URL: this.postgres.url(),
      DATABASE_PASSWORDS: JSON.stringify(Object.fromEntries(roles.map((role) => [role, password]))),
      KAFKA_BROKERS: this.kafka.brokers,
      AUDIT_PARTITIONS: String(eventPartitions),
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
