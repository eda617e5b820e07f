import { parseArgs } from 'node:util';
import { auditTopics, connectKafka, ensureTopics, watermarks, type KafkaConnection } from '@trailbook/messaging';
import { freePort } from '@trailbook/local';
import { Client } from 'pg';
import { bombs, largeEvents, codecs } from './bombs/lines';
import { publishPacked } from './bombs/java-producer';
import { events, publish } from './ingest/load';
import type { IngestOptions } from './ingest/options';
import { BenchParts, urlAs } from './ingest/parts';
import { count, followTheLog, migrate, sinkEnv, topic, type BacklogParts } from './sink/backlog';
import { until } from './sink/measure-sink';
import { StandIn } from './sink/stand-in';
import { GatewayKey } from './sink/trails';
import { tenantUid } from './store-layout/events';
import { stopWhenTold } from './system/ending';
import { RunningApp } from './system/running-app';
import { progress } from './system/run-with-parts';

const rejectedTopic = 'audit.events.rejected';
const MiB = 1024 * 1024;
/** The chart's limit of ingest and of trail-sink. */
const limitMb = 768;
const deadlineMs = 600_000;
/** The heap that Node gives itself within that limit. */
const heap = { NODE_OPTIONS: '--max-old-space-size=348' };

interface Options {
  /** Of each codec. */
  readonly bombs: number;
  /** Behind them, to be stored and delivered. */
  readonly events: number;
}

/** Lets ingest store, and trail-sink deliver, what lies behind bombs of every codec. */
async function measure(these: BacklogParts, options: Options): Promise<object> {
  const { parts, standIn } = these;
  const [ports] = these.ports as [BacklogParts['ports'][number]];
  const kafka = connectKafka({ brokers: [parts.kafka.brokers], ssl: false }, { clientId: 'bench' });
  const [declared, ...others] = auditTopics({ events: topic, partitions: 1 });
  // Room for sixty megabytes of snappy, whose blocks are a twentieth as large.
  const config = { ...declared!.config, 'max.message.bytes': String(8 * MiB) };
  await ensureTopics(kafka, [{ ...declared!, config }, ...others]);
  const url = await parts.database('store');
  await migrate(parts, url);
  const admin = new Client({ connectionString: url });
  await admin.connect();
  const env = {
    ...{ KAFKA_BROKERS: parts.kafka.brokers, CONSUMER_GROUP: 'bombs', ...heap },
    DATABASE_URL: urlAs('trailbook_ingest', url),
    PARTITIONS_DATABASE_URL: urlAs('trailbook_partitions', url),
  };
  const first = RunningApp.start('ingest', env);
  await followTheLog(these, admin, url, kafka, { tenants: 1, trickleSeconds: 0 });
  await first.stop();
  const { uids, ofTheTrail, published } = await publishAll(kafka, parts, options);
  await standIn.forgetArrivals();
  const apps = {
    ingest: RunningApp.start('ingest', env),
    trailSink: RunningApp.start('trail-sink', { ...sinkEnv(these, ports, url, 'bombs-sink'), ...heap }),
  };
  const started = Date.now();
  const peaks = () => ({
    ingestPeakRssMb: Math.round(apps.ingest.peakRssMb),
    trailSinkPeakRssMb: Math.round(apps.trailSink.peakRssMb),
  });
  const untilDone = async (isDone: () => Promise<boolean>) =>
    until(async () => {
      for (const app of Object.values(apps)) {
        app.assertRunning();
        if (app.peakRssMb > limitMb) throw new Error(`more than ${limitMb} MiB: ${JSON.stringify(peaks())}`);
      }
      return isDone();
    }, deadlineMs);
  try {
    const stored = 'SELECT count(*) AS n FROM audit.entry WHERE uid = ANY($1)';
    await untilDone(async () => (await count(admin, stored, [[...uids]])) === uids.size);
    const storedSeconds = (Date.now() - started) / 1_000;
    await untilDone(async () => {
      const there = new Set((await standIn.arrivals()).map(({ uid }) => uid));
      return [...ofTheTrail].every((uid) => there.has(uid));
    });
    const rejected = [...(await watermarks(kafka, rejectedTopic)).values()];
    return {
      ...{ bombs: published.bombs, unpackedMb: Math.round(published.bytes / MiB), ...peaks() },
      ...{
        eventsBehind: uids.size,
        ofTheTrail: ofTheTrail.size,
        storedSeconds,
        deliveredSeconds: (Date.now() - started) / 1_000,
      },
      rejected: rejected.reduce((sum, { low, high }) => sum + Number(high - low), 0),
    };
  } finally {
    await Promise.all(Object.values(apps).map((app) => app.stop()));
    await admin.end();
  }
}

/** Bombs of each codec, one batch of more than 64 MiB whose events are valid, and usual events behind them. */
async function publishAll(kafka: KafkaConnection, { kafka: { brokers } }: BenchParts, options: Options) {
  const uids = new Set<string>();
  const published = { bombs: 0, bytes: 0 };
  for (const codec of codecs) {
    progress(`publishing ${options.bombs} bombs of ${codec}`);
    await publishPacked(brokers, topic, codec, bombs(codec, options.bombs, published));
  }
  progress('publishing a batch of valid events of 75 MiB');
  await publishPacked(brokers, topic, 'gzip', largeEvents(uids));
  const ofTheTrail = new Set(uids);
  const load = { events: options.events, spreadDays: 0 } as IngestOptions;
  const now = Date.now();
  await publish(kafka, topic, load, now);
  for (const some of events(load, now)) {
    for (const { event } of some) {
      uids.add(event.uid);
      if (event.tenantUid === tenantUid(0)) ofTheTrail.add(event.uid);
    }
  }
  return { uids, ofTheTrail, published };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { bombs: { type: 'string', default: '16' }, events: { type: 'string', default: '2000' } },
  });
  const options = { bombs: Number(values.bombs), events: Number(values.events) };
  const [parts, standIn] = await Promise.all([BenchParts.start(progress), StandIn.start()]);
  const stop = stopWhenTold(() => Promise.all([parts.stop(), standIn.stop()]));
  try {
    const ports = [{ http: await freePort(), metrics: await freePort() }];
    const figures = await measure({ parts, standIn, key: new GatewayKey(), ports }, options);
    process.stdout.write(`${JSON.stringify(figures)}\n`);
  } finally {
    await stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
