import { freePort, PostgresServer } from '@trailbook/local';
import type { AppendEntry } from '@trailbook/store/append';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { Contestant, cpuSecondsOf, walPosition } from './store-layout/contestant';
import { eventAt, randomNumbers } from './store-layout/events';
import { type LayoutOptions, layoutOptions } from './store-layout/options';
import { measureReads } from './store-layout/reads';
import { copyReference, createReference, referencePieces } from './store-layout/reference';
import { bytesPerEvent } from './store-layout/sizes';
import { rounded } from './system/rounded';
import { stopWhenTold } from './system/ending';

const chunk = 5_000;
const kafkaPartitions = 6;
const day = 86_400_000;

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

async function database(server: PostgresServer, name: string): Promise<string> {
  const client = new Client({ connectionString: server.url() });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  return server.url(name);
}

/** Chunk by chunk in turn: whatever slows the machine down slows all of them down. */
async function measure(server: PostgresServer, options: LayoutOptions): Promise<object> {
  const reference = new Client({
    connectionString: await database(server, 'reference'),
    application_name: 'reference',
  });
  await reference.connect();
  await createReference(reference);
  const contestants: Contestant[] = [];
  for (const [index, variant] of options.variants.entries()) {
    contestants.push(await Contestant.open(variant, await database(server, `variant_${index}`)));
  }
  const random = randomNumbers(42);
  const now = Date.now();
  let jsonBytes = 0;
  let referenceWal = 0;
  const referenceMs: number[] = [];
  for (let from = 0; from < options.events; from += chunk) {
    const entries = Array.from({ length: chunk }, (_, n) => {
      const back = options.spreadDays > 0 ? random() * options.spreadDays * day : options.events - from - n;
      return eventAt(from + n, Math.floor(now - back), kafkaPartitions, random);
    });
    jsonBytes += entries.reduce((sum, { event }) => sum + event.value.length, 0);
    const ready = monthsOf(entries).map(({ month, rows }) => ({ month, pieces: referencePieces(rows) }));
    const wal = await walPosition(reference);
    const started = process.hrtime.bigint();
    for (const { month, pieces } of ready) await copyReference(reference, month, pieces);
    referenceMs.push(Number(process.hrtime.bigint() - started) / 1e6);
    referenceWal += (await walPosition(reference)) - wal;
    for (const contestant of contestants) {
      await contestant.append(entries);
      if ((from / chunk) % 10 === 9) await contestant.fold();
    }
    if ((from / chunk) % 20 === 19) process.stderr.write(`${from + chunk} of ${options.events} events\n`);
  }
  const millions = options.events / 1e6;
  const jsonBytesPerEvent = rounded(jsonBytes / options.events, 1);
  const results: Record<string, unknown> = {
    reference: {
      rowsPerSecond: Math.round(chunk / (median(referenceMs) / 1000)),
      cpuSecondsPerMillion: rounded((await cpuSecondsOf(reference, 'reference')) / millions),
      walBytesPerEvent: Math.round(referenceWal / options.events),
      bytesPerEvent: await bytesPerEvent(reference, 'reference', options.events),
    },
  };
  for (const contestant of contestants) {
    await contestant.settle();
    const { milliseconds, foldMilliseconds, walBytes } = contestant.used;
    await contestant.admin.query('VACUUM ANALYZE');
    const bytes = await bytesPerEvent(contestant.admin, 'audit', options.events);
    const ratios = milliseconds.map((value, index) => (referenceMs[index] ?? NaN) / value);
    results[contestant.name] = {
      ratio: rounded(median(ratios)),
      ratioOfSums: rounded(sum(referenceMs) / (sum(milliseconds) + foldMilliseconds)),
      cpuSecondsPerMillion: rounded((await contestant.cpuSeconds()) / millions),
      foldMsPerMillion: Math.round(foldMilliseconds / millions),
      walBytesPerEvent: Math.round(walBytes / options.events),
      footprint: rounded((bytes.total ?? NaN) / jsonBytesPerEvent, 3),
      bytesPerEvent: bytes,
      reads: await measureReads(contestant, now),
    };
    process.stderr.write(`${contestant.name}: ${JSON.stringify(results[contestant.name])}\n`);
    await contestant.close();
  }
  await reference.end();
  return { events: options.events, spreadDays: options.spreadDays, jsonBytesPerEvent, results };
}

function monthsOf(entries: readonly AppendEntry[]): { month: string; rows: AppendEntry[] }[] {
  const months = new Map<string, AppendEntry[]>();
  for (const entry of entries) {
    const month = new Date(entry.event.time).toISOString().slice(0, 7).replace('-', '_');
    const rows = months.get(month);
    if (rows) rows.push(entry);
    else months.set(month, [entry]);
  }
  return [...months].map(([month, rows]) => ({ month, rows }));
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

async function main(): Promise<void> {
  const options = layoutOptions(process.argv.slice(2));
  const folder = await mkdtemp(path.join(tmpdir(), 'trailbook-bench-'));
  const server = new PostgresServer({
    folder,
    logFile: path.join(folder, 'postgres.log'),
    port: await freePort(),
    password: 'bench',
    settings: { max_connections: 100 },
  });
  const stop = stopWhenTold(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });
  try {
    await server.start();
    process.stdout.write(`${JSON.stringify(await measure(server, options))}\n`);
  } finally {
    await stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
