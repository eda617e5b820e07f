import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { cpuSecondsOf, walPosition } from '../store-layout/contestant';
import { bytesPerEvent } from '../store-layout/sizes';
import type { IngestOptions } from './options';
import { RunningApp } from '../system/running-app';

export interface IngestRound {
  eventsPerSecond: number;
  peakRssMb: number;
  ingestCpuSeconds: number;
  postgresCpuSeconds: number;
  walBytesPerEvent: number;
  bytesPerEvent: Record<string, number>;
}

/**
 * Lets ingest store a topic into a database, and watches how its offsets move.
 * @param expected the entries that the store must hold at the end, or the run fails
 */
export async function measureIngest(
  adminUrl: string,
  env: Record<string, string>,
  topic: string,
  options: IngestOptions,
  expected = options.events,
): Promise<IngestRound> {
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  const wal = await walPosition(admin);
  const instances = Array.from({ length: options.instances }, () => RunningApp.start('ingest', env, options.profile));
  try {
    const rate = await ratesUntilDone(admin, instances, topic, options.events);
    const used = {
      peakRssMb: Math.max(...instances.map(({ peakRssMb }) => peakRssMb)),
      ingestCpuSeconds: instances.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
      postgresCpuSeconds:
        (await cpuSecondsOf(admin, 'trailbook-ingest')) + (await cpuSecondsOf(admin, 'trailbook-ingest-counts')),
      walBytesPerEvent: Math.round(((await walPosition(admin)) - wal) / options.events),
    };
    await assertComplete(admin, expected);
    return {
      eventsPerSecond: rate,
      ...used,
      bytesPerEvent: await bytesPerEvent(admin, 'audit', expected),
    };
  } finally {
    await Promise.all(instances.map((instance) => instance.stop()));
    await admin.end();
  }
}

/** Events a second from the first commit that is seen to the last: starting the process is not what is measured. */
async function ratesUntilDone(admin: Client, instances: RunningApp[], topic: string, events: number): Promise<number> {
  let first: { at: bigint; stored: number } | undefined;
  for (const deadline = Date.now() + 1_200_000; Date.now() < deadline; await setTimeout(20)) {
    instances.forEach((instance) => instance.assertRunning());
    const { rows } = await admin.query<{ stored: number }>(
      `SELECT coalesce(sum(next_offset), 0)::float8 AS stored FROM audit.kafka_offset
        WHERE epoch_id IN (SELECT id FROM audit.kafka_epoch WHERE topic = $1)`,
      [topic],
    );
    const at = process.hrtime.bigint();
    const stored = rows[0]?.stored ?? 0;
    if (stored > 0) first ??= { at, stored };
    if (first !== undefined && stored >= events) {
      if (first.stored === stored) throw new Error('all was stored at once: measure with more events');
      return (stored - first.stored) / (Number(at - first.at) / 1e9);
    }
  }
  throw new Error('ingest was not done within 20 minutes');
}

async function assertComplete(admin: Client, expected: number): Promise<void> {
  await admin.query('SELECT audit.fold_rollups(2147483647)');
  const { rows } = await admin.query<{ entries: number; counted: number }>(
    `SELECT (SELECT count(*) FROM audit.entry)::float8 AS entries,
            (SELECT coalesce(sum(create_count + update_count + delete_count + publish_count + deploy_count + activity_count + action_count), 0)
               FROM audit.entries_by_day)::float8
            + (SELECT coalesce(sum(n), 0) FROM audit.pending_counts)::float8 AS counted`,
  );
  const [found] = rows;
  if (found?.entries !== expected || found.counted !== found.entries) {
    throw new Error(`${found?.entries} entries and ${found?.counted} counted, of ${expected}`);
  }
}
