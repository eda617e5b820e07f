import { auditTopics, connectKafka, ensureTopics } from '@trailbook/messaging';
import { fill, publish } from './ingest/load';
import { measureIngest, type IngestRound } from './ingest/measure-ingest';
import { measureReference, type ReferenceRound } from './ingest/measure-reference';
import { ingestOptions, type IngestOptions } from './ingest/options';
import { urlAs, type BenchParts } from './ingest/parts';
import { median } from './system/median';
import { progress, runWithParts } from './system/run-with-parts';
import { rounded } from './system/rounded';

const topic = 'audit.events';

async function measure(parts: BenchParts, options: IngestOptions): Promise<object> {
  const now = Date.now();
  const kafka = connectKafka({ brokers: [parts.kafka.brokers], ssl: false }, { clientId: 'bench' });
  await ensureTopics(kafka, auditTopics({ events: topic, partitions: options.partitions }));
  await publish(kafka, topic, options, now);
  await parts.store('empty');
  if (options.rowsBefore > 0) {
    const admin = await parts.database('filled', 'empty');
    await fill({ ingest: urlAs('trailbook_ingest', admin), admin }, options, now);
  }
  const rounds: Round[] = [];
  for (let n = 1; n <= options.rounds; n += 1) {
    const reference = await measureReference(await parts.database('reference'), options, now);
    await parts.drop('reference');
    const one: Round = { reference, ingest: await intoStore(parts, 'empty', `bench-${n}`, options, 0) };
    // In turn with the empty one, so that the two can be compared.
    if (options.rowsBefore > 0) {
      one.filled = await intoStore(parts, 'filled', `bench-filled-${n}`, options, options.rowsBefore);
    }
    rounds.push(one);
    progress(`round ${n}: ${JSON.stringify(one)}`);
  }
  return summary(options, rounds);
}

interface Round {
  reference: ReferenceRound;
  /** Into an empty store. */
  ingest: IngestRound;
  /** Into one that holds the rows before. */
  filled?: IngestRound;
}

async function intoStore(
  parts: BenchParts,
  template: string,
  group: string,
  options: IngestOptions,
  rowsBefore: number,
): Promise<IngestRound> {
  const url = await parts.database('store', template);
  const env = {
    KAFKA_BROKERS: parts.kafka.brokers,
    CONSUMER_GROUP: group,
    DATABASE_URL: urlAs('trailbook_ingest', url),
    PARTITIONS_DATABASE_URL: urlAs('trailbook_partitions', url),
  };
  const round = await measureIngest(url, env, topic, options, options.events + rowsBefore);
  await parts.drop('store');
  return round;
}

function summary(options: IngestOptions, rounds: readonly Round[]): object {
  const perMillion = (seconds: number) => rounded((seconds / options.events) * 1e6, 1);
  const middle = (pick: (one: Round) => number) => median(rounds.map(pick));
  const ratios = rounds.map(({ ingest, reference }) => ingest.eventsPerSecond / reference.rowsPerSecond);
  const filled = rounds.map((one) => (one.filled?.eventsPerSecond ?? NaN) / one.ingest.eventsPerSecond);
  const jsonBytesPerEvent = rounded(rounds[0]?.reference.jsonBytesPerEvent ?? NaN, 1);
  const bytes = rounds.at(-1)?.ingest.bytesPerEvent ?? {};
  return {
    events: options.events,
    rowsBefore: options.rowsBefore,
    beforeDays: options.beforeDays,
    instances: options.instances,
    eventsPerSecond: Math.round(middle(({ ingest }) => ingest.eventsPerSecond)),
    copyRowsPerSecond: Math.round(middle(({ reference }) => reference.rowsPerSecond)),
    ratio: rounded(median(ratios)),
    ratios: ratios.map((ratio) => rounded(ratio)),
    ...(options.rowsBefore > 0 && {
      filledToEmpty: rounded(median(filled)),
      filledToEmptyByRound: filled.map((of) => rounded(of)),
    }),
    peakRssMb: Math.round(
      Math.max(...rounds.map(({ ingest, filled: full }) => Math.max(ingest.peakRssMb, full?.peakRssMb ?? 0))),
    ),
    cpuSecondsPerMillion: {
      ingest: perMillion(middle(({ ingest }) => ingest.ingestCpuSeconds)),
      postgres: perMillion(middle(({ ingest }) => ingest.postgresCpuSeconds)),
      copy: perMillion(middle(({ reference }) => reference.postgresCpuSeconds)),
    },
    walBytesPerEvent: middle(({ ingest }) => ingest.walBytesPerEvent),
    bytesPerEvent: bytes,
    jsonBytesPerEvent,
    footprint: rounded((bytes.total ?? NaN) / jsonBytesPerEvent, 3),
  };
}

const options = ingestOptions(process.argv.slice(2));
runWithParts((parts) => measure(parts, options));
