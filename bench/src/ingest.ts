import { auditTopics, connectKafka, ensureTopics } from '@trailbook/messaging';
import { fill, publish } from './ingest/load';
import { measureIngest, type IngestRound } from './ingest/measure-ingest';
import { measureReference, type ReferenceRound } from './ingest/measure-reference';
import { ingestOptions, type IngestOptions } from './ingest/options';
import { BenchParts, urlAs } from './ingest/parts';
import { median } from './system/median';

const topic = 'audit.events';
const progress = (line: string) => void process.stderr.write(`${line}\n`);
const round = (value: number, digits = 2) => Math.round(value * 10 ** digits) / 10 ** digits;

async function measure(parts: BenchParts, options: IngestOptions): Promise<object> {
  const now = Date.now();
  const kafka = connectKafka({ brokers: [parts.kafka.brokers], ssl: false }, { clientId: 'bench' });
  await ensureTopics(kafka, auditTopics({ events: topic, partitions: options.partitions }));
  await publish(kafka, topic, options, now);
  const template = await parts.store('template');
  if (options.rowsBefore > 0) await fill(urlAs('trailbook_ingest', template), options.rowsBefore, now);
  const ingests: IngestRound[] = [];
  const references: ReferenceRound[] = [];
  for (let n = 1; n <= options.rounds; n += 1) {
    references.push(await measureReference(await parts.database('reference'), options, now));
    await parts.drop('reference');
    const url = await parts.database('store', 'template');
    const env = {
      KAFKA_BROKERS: parts.kafka.brokers,
      CONSUMER_GROUP: `bench-${n}`,
      DATABASE_URL: urlAs('trailbook_ingest', url),
      PARTITIONS_DATABASE_URL: urlAs('trailbook_partitions', url),
    };
    ingests.push(await measureIngest(url, env, topic, options));
    await parts.drop('store');
    progress(`round ${n}: ${JSON.stringify({ ingest: ingests.at(-1), reference: references.at(-1) })}`);
  }
  return summary(options, ingests, references);
}

function summary(options: IngestOptions, ingests: IngestRound[], references: ReferenceRound[]): object {
  const perMillion = (seconds: number) => round((seconds / options.events) * 1e6, 1);
  const middle = (pick: (ingest: IngestRound) => number) => median(ingests.map(pick));
  const ratios = ingests.map(({ eventsPerSecond }, n) => eventsPerSecond / (references[n]?.rowsPerSecond ?? NaN));
  const jsonBytesPerEvent = round(references[0]?.jsonBytesPerEvent ?? NaN, 1);
  const bytes = ingests.at(-1)?.bytesPerEvent ?? {};
  return {
    events: options.events,
    rowsBefore: options.rowsBefore,
    instances: options.instances,
    eventsPerSecond: Math.round(middle(({ eventsPerSecond }) => eventsPerSecond)),
    copyRowsPerSecond: Math.round(median(references.map(({ rowsPerSecond }) => rowsPerSecond))),
    ratio: round(median(ratios)),
    ratios: ratios.map((ratio) => round(ratio)),
    peakRssMb: Math.round(Math.max(...ingests.map(({ peakRssMb }) => peakRssMb))),
    cpuSecondsPerMillion: {
      ingest: perMillion(middle(({ ingestCpuSeconds }) => ingestCpuSeconds)),
      postgres: perMillion(middle(({ postgresCpuSeconds }) => postgresCpuSeconds)),
      copy: perMillion(median(references.map(({ postgresCpuSeconds }) => postgresCpuSeconds))),
    },
    walBytesPerEvent: middle(({ walBytesPerEvent }) => walBytesPerEvent),
    bytesPerEvent: bytes,
    jsonBytesPerEvent,
    footprint: round((bytes.total ?? NaN) / jsonBytesPerEvent, 3),
  };
}

async function main(): Promise<void> {
  const options = ingestOptions(process.argv.slice(2));
  const parts = await BenchParts.start(progress);
  process.once('SIGINT', () => void parts.stop().then(() => process.exit(130)));
  try {
    process.stdout.write(`${JSON.stringify(await measure(parts, options))}\n`);
  } finally {
    await parts.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
