import { AuditProducer, type KafkaConnection, type OutgoingRecord } from '@trailbook/messaging';
import type { AppendEntry } from '@trailbook/store/append';
import { eventAt, randomNumbers } from '../store-layout/events';
import { StoreFiller } from '../system/fill-store';
import type { IngestOptions } from './options';

const day = 86_400_000;
const hour = 3_600_000;
const group = 2_000;

/** The events of a run, the same each time it is asked; in groups, so that they are never all in memory. */
export function* events(options: IngestOptions, now: number): Generator<AppendEntry[]> {
  const random = randomNumbers(42);
  const span = options.spreadDays > 0 ? options.spreadDays * day : hour;
  for (let from = 0; from < options.events; from += group) {
    const count = Math.min(group, options.events - from);
    yield Array.from({ length: count }, (_, n) =>
      eventAt(
        from + n,
        Math.floor(now - (options.spreadDays > 0 ? random() : 1 - (from + n) / options.events) * span),
        1,
        random,
      ),
    );
  }
}

/** Publishes them all in binary mode, keyed by tenant. @param make makes the record of an event */
export async function publish(
  kafka: KafkaConnection,
  topic: string,
  options: IngestOptions,
  now: number,
  make: (entry: AppendEntry) => OutgoingRecord = recordOf,
): Promise<void> {
  const producer = new AuditProducer(kafka, { topic, timeoutMs: 60_000, maxBatchBytes: 900_000 });
  let done = 0;
  for (const some of events(options, now)) {
    await producer.publish(some.map(make));
    done += some.length;
    if (done % 100_000 < some.length) process.stderr.write(`published ${done} of ${options.events} events\n`);
  }
  await producer.close();
}

/** Fills a store with entries of the days before, in the order in which they happened. */
export async function fill(
  urls: { ingest: string; admin: string },
  { rowsBefore: rows, beforeDays }: Pick<IngestOptions, 'rowsBefore' | 'beforeDays'>,
  now: number,
): Promise<void> {
  const random = randomNumbers(7);
  const timeOf = (index: number) => Math.floor(now - hour - (1 - index / rows) * beforeDays * day);
  const filler = await StoreFiller.open(urls.ingest, urls.admin);
  await filler.fillUpTo(rows, (index) => eventAt(index, timeOf(index), 1, random));
  await filler.close();
}

/** The event as a Kafka record in binary mode, keyed by tenant. */
export function recordOf({ event }: AppendEntry): OutgoingRecord {
  return {
    key: event.tenantUid,
    value: event.value,
    headers: {
      ce_specversion: '1.0',
      ce_id: event.id,
      ce_source: event.source,
      ce_type: 'dev.trailbook.audit.event.v1',
      ce_time: new Date(event.time).toISOString(),
      'content-type': 'application/json',
    },
  };
}
