import { AuditProducer, type KafkaConnection, type OutgoingRecord } from '@trailbook/messaging';
import { EntryWriter, RollupFolder, type AppendEntry } from '@trailbook/store/append';
import { eventAt, randomNumbers } from '../store-layout/events';
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

/** Fills a store, by the same writer, with entries of the days before, in the order in which they happened. */
export async function fill(
  url: string,
  { rowsBefore: rows, beforeDays }: Pick<IngestOptions, 'rowsBefore' | 'beforeDays'>,
  now: number,
): Promise<void> {
  const writer = new EntryWriter({ connectionString: url, connections: 2 });
  const random = randomNumbers(7);
  const { epochId } = await writer.positions('bench', 'rows-before');
  const chunk = 10_000;
  let from = await writer.beginPartition(epochId, 0, 0n);
  while (from < BigInt(rows)) {
    const entries = Array.from({ length: chunk }, (_, n) =>
      eventAt(Number(from) + n, Math.floor(now - hour - (1 - (Number(from) + n) / rows) * beforeDays * day), 1, random),
    ).map((entry) => ({ ...entry, partition: 0 }));
    const to = from + BigInt(chunk);
    await writer.append({ epochId, ranges: [{ partition: 0, from, to }], entries, notes: [] });
    from = to;
    if (from % 500_000n === 0n) process.stderr.write(`filled ${from} of ${rows} rows\n`);
  }
  await writer.close();
  // A store that has been running has none of this left to do.
  const folder = new RollupFolder({ connectionString: url });
  await folder.fold();
  await folder.merge();
  await folder.close();
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
