import path from 'node:path';
import { auditTopics, connectKafka, ensureTopics, type KafkaConnection } from '@trailbook/messaging';
import { projectFolder, runCommand } from '@trailbook/local';
import { Client } from 'pg';
import { events, publish } from '../ingest/load';
import type { IngestOptions } from '../ingest/options';
import { passwords, urlAs, type BenchParts } from '../ingest/parts';
import { RunningApp } from '../system/running-app';
import { until } from './measure-sink';
import type { SinkOptions } from './options';
import type { StandIn } from './stand-in';
import { makeTrails, type GatewayKey } from './trails';
import { measureTrickle } from './trickle';

export const topic = 'audit.events';

export interface SinkPorts {
  readonly http: number;
  readonly metrics: number;
}

export interface BacklogParts {
  readonly parts: BenchParts;
  readonly standIn: StandIn;
  readonly key: GatewayKey;
  /** Of each instance of trail-sink. */
  readonly ports: readonly SinkPorts[];
}

export interface Backlog {
  /** The uids of all events. */
  readonly expected: ReadonlySet<string>;
  /** From publishing to the stand-in at ten events a second, sorted, in milliseconds. */
  readonly trickle: readonly number[];
}

/** trail-sink's environment for a database of the run. */
export function sinkEnv(
  { parts, standIn, key }: BacklogParts,
  { http, metrics }: SinkPorts,
  databaseUrl: string,
  group: string,
): Record<string, string> {
  return {
    DATABASE_URL: urlAs('trailbook_sink', databaseUrl),
    KAFKA_BROKERS: parts.kafka.brokers,
    CONSUMER_GROUP: group,
    INTERNAL_PUBLIC_KEYS: key.publicKeys,
    TRAIL_KEYS: `bench:${Buffer.alloc(32, 7).toString('base64')}`,
    AWS_ENDPOINT_URL: standIn.url,
    AWS_ACCESS_KEY_ID: 'unused',
    AWS_SECRET_ACCESS_KEY: 'unused',
    PORT: String(http),
    METRICS_PORT: String(metrics),
  };
}

/**
 * Makes a template database whose trails follow the log and have delivered nothing of the events, the log with all of
 * them, and the store that ingest made of it. While the trails follow the log, a trickle is measured.
 */
export async function prepareBacklog(these: BacklogParts, options: SinkOptions, now: number): Promise<Backlog> {
  const { parts } = these;
  const kafka = connectKafka({ brokers: [parts.kafka.brokers], ssl: false }, { clientId: 'bench' });
  await ensureTopics(kafka, auditTopics({ events: topic, partitions: options.partitions }));
  const url = await parts.database('template');
  await migrate(parts, url);
  const ingest = RunningApp.start('ingest', {
    KAFKA_BROKERS: parts.kafka.brokers,
    CONSUMER_GROUP: 'bench-ingest',
    DATABASE_URL: urlAs('trailbook_ingest', url),
    PARTITIONS_DATABASE_URL: urlAs('trailbook_partitions', url),
  });
  const admin = new Client({ connectionString: url });
  await admin.connect();
  try {
    const trickle = await followTheLog(these, admin, url, kafka, options);
    const expected = await publishAll(kafka, options, now);
    process.stderr.write('waiting for ingest\n');
    const wanted = options.events + options.tenants + trickle.length;
    await until(async () => {
      ingest.assertRunning();
      return (await count(admin, 'SELECT sum(next_offset) AS n FROM audit.kafka_offset')) >= wanted;
    }, 600_000);
    return { expected, trickle };
  } finally {
    await ingest.stop();
    await admin.end();
  }
}

/** Trails start behind the log, and join it: so the database is as it would be had trail-sink been away for a while. */
export async function followTheLog(
  these: BacklogParts,
  admin: Client,
  databaseUrl: string,
  kafka: KafkaConnection,
  { tenants, trickleSeconds }: Pick<SinkOptions, 'tenants' | 'trickleSeconds'>,
): Promise<number[]> {
  const { standIn, key } = these;
  const [ports] = these.ports;
  if (!ports) throw new Error('there is no instance of trail-sink');
  const sink = RunningApp.start('trail-sink', sinkEnv(these, ports, databaseUrl, 'bench-template'));
  try {
    await makeTrails(`http://127.0.0.1:${ports.http}`, key, tenants);
    await until(async () => {
      sink.assertRunning();
      const behind = await count(admin, 'SELECT count(*) AS n FROM trails.lane WHERE behind');
      const told = await count(admin, 'SELECT count(*) AS n FROM trails.delivery WHERE delivered > 0');
      return behind === 0 && told === tenants;
    }, 120_000);
    return trickleSeconds > 0 ? await measureTrickle(kafka, topic, standIn, trickleSeconds) : [];
  } finally {
    await sink.stop();
  }
}

async function publishAll(kafka: KafkaConnection, options: SinkOptions, now: number): Promise<Set<string>> {
  const load = { events: options.events, spreadDays: 0 } as IngestOptions;
  await publish(kafka, topic, load, now);
  const expected = new Set<string>();
  for (const some of events(load, now)) for (const { event } of some) expected.add(event.uid);
  return expected;
}

/** Makes a database what all services of the run want of it. */
export async function migrate(parts: BenchParts, url: string): Promise<void> {
  const program = path.join(projectFolder, 'apps', 'migrate', 'dist', 'main.js');
  const env = {
    PATH: process.env.PATH ?? '',
    DATABASE_URL: url,
    DATABASE_PASSWORDS: JSON.stringify(passwords),
    KAFKA_BROKERS: parts.kafka.brokers,
  };
  await runCommand(process.execPath, [program], { env, timeoutMs: 120_000 });
}

/** @param statement answers one row with a number `n` */
export async function count(admin: Client, statement: string, values: unknown[] = []): Promise<number> {
  const { rows } = await admin.query<{ n: string | null }>(statement, values);
  return Number(rows[0]?.n ?? 0);
}
