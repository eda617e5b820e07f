import { Client } from 'pg';
import { cpuSecondsOf } from '../store-layout/contestant';
import { copyReference, createReference, referencePieces } from '../store-layout/reference';
import { events } from './load';
import type { IngestOptions } from './options';

const chunk = 5_000;

export interface ReferenceRound {
  rowsPerSecond: number;
  postgresCpuSeconds: number;
  jsonBytesPerEvent: number;
}

/** Copies the same rows into the reference table: one connection, ready-made rows, 5,000 a transaction. */
export async function measureReference(adminUrl: string, options: IngestOptions, now: number): Promise<ReferenceRound> {
  const client = new Client({ connectionString: adminUrl, application_name: 'reference' });
  await client.connect();
  await createReference(client);
  let nanoseconds = 0n;
  let jsonBytes = 0;
  let waiting: Parameters<typeof referencePieces>[0][number][] = [];
  const copy = async (rows: typeof waiting) => {
    const months = new Map<string, typeof waiting>();
    for (const row of rows) {
      const month = new Date(row.event.time).toISOString().slice(0, 7).replace('-', '_');
      const some = months.get(month);
      if (some) some.push(row);
      else months.set(month, [row]);
    }
    const ready = [...months].map(([month, some]) => ({ month, pieces: referencePieces(some) }));
    const started = process.hrtime.bigint();
    for (const { month, pieces } of ready) await copyReference(client, month, pieces);
    nanoseconds += process.hrtime.bigint() - started;
  };
  for (const some of events(options, now)) {
    jsonBytes += some.reduce((sum, { event }) => sum + event.value.length, 0);
    waiting.push(...some);
    while (waiting.length >= chunk) {
      await copy(waiting.slice(0, chunk));
      waiting = waiting.slice(chunk);
    }
  }
  if (waiting.length > 0) await copy(waiting);
  const postgresCpuSeconds = await cpuSecondsOf(client, 'reference');
  await client.end();
  return {
    rowsPerSecond: options.events / (Number(nanoseconds) / 1e9),
    postgresCpuSeconds,
    jsonBytesPerEvent: jsonBytes / options.events,
  };
}
