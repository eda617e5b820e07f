import { auditTopics, connectKafka, ensureTopics, watermarks, type OutgoingRecord } from '@trailbook/messaging';
import type { AppendEntry } from '@trailbook/store/append';
import { publish, recordOf } from './ingest/load';
import { measureIngest } from './ingest/measure-ingest';
import { ingestOptions, type IngestOptions } from './ingest/options';
import { urlAs, type BenchParts } from './ingest/parts';
import { median } from './system/median';
import { progress, runWithParts } from './system/run-with-parts';

const good = 'audit.events';
const malformed = 'audit.malformed';

/** The same event, broken off: JSON to its last byte but one. */
function brokenOff(entry: AppendEntry): OutgoingRecord {
  const record = recordOf(entry);
  return { ...record, value: Buffer.from(record.value ?? '').subarray(0, -1) };
}

/** How fast a topic of nothing but malformed records is rejected, beside the same events as they should be. */
async function measure(parts: BenchParts, options: IngestOptions): Promise<object> {
  const now = Date.now();
  const kafka = connectKafka({ brokers: [parts.kafka.brokers], ssl: false }, { clientId: 'bench' });
  const rejectedOf = (n: number) => `audit.rejected-${n}`;
  await ensureTopics(kafka, auditTopics({ events: good, partitions: options.partitions }));
  for (let n = 1; n <= options.rounds; n += 1) {
    await ensureTopics(
      kafka,
      auditTopics({ events: malformed, rejected: rejectedOf(n), partitions: options.partitions }),
    );
  }
  await publish(kafka, good, options, now);
  await publish(kafka, malformed, options, now, brokenOff);
  await parts.store('template');
  const rates: Record<'good' | 'rejected', number[]> = { good: [], rejected: [] };
  for (let n = 1; n <= options.rounds; n += 1) {
    for (const [kind, topic] of [
      ['good', good],
      ['rejected', malformed],
    ] as const) {
      const url = await parts.database('store', 'template');
      const env = {
        ...{ KAFKA_BROKERS: parts.kafka.brokers, CONSUMER_GROUP: `bench-${kind}-${n}` },
        ...{ AUDIT_TOPIC: topic, AUDIT_REJECTED_TOPIC: rejectedOf(n) },
        DATABASE_URL: urlAs('trailbook_ingest', url),
        PARTITIONS_DATABASE_URL: urlAs('trailbook_partitions', url),
      };
      const stored = kind === 'good' ? options.events : 0;
      rates[kind].push((await measureIngest(url, env, topic, options, stored)).eventsPerSecond);
      await parts.drop('store');
    }
    const marks = [...(await watermarks(kafka, rejectedOf(n))).values()];
    const kept = marks.reduce((sum, { low, high }) => sum + Number(high - low), 0);
    if (kept < options.events) throw new Error(`${kept} records in the rejected topic, of ${options.events}`);
    progress(`round ${n}: ${rates.good.at(-1)} good, ${rates.rejected.at(-1)} rejected a second`);
  }
  const ratios = rates.rejected.map((rate, n) => rate / (rates.good[n] ?? NaN));
  return {
    events: options.events,
    goodPerSecond: Math.round(median(rates.good)),
    rejectedPerSecond: Math.round(median(rates.rejected)),
    ratio: Math.round(median(ratios) * 100) / 100,
  };
}

const options = ingestOptions(process.argv.slice(2));
runWithParts((parts) => measure(parts, options));
