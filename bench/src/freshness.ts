import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { encodeBinary, entryUid, eventTypes } from '@trailbook/contract';
import { AuditProducer, connectKafka, type OutgoingRecord } from '@trailbook/messaging';
import { Pool } from 'undici';
import { untilReadable } from './freshness/watch-entry';
import { recordOf } from './ingest/load';
import { eventAt, randomNumbers } from './store-layout/events';
import { WholeSystem, type Endpoints } from './system/whole-system';
import { median } from './system/median';
import { stopWhenTold } from './system/ending';

const tickMs = 10;
/** One event in so many ticks is watched through the gateway: twenty a second. */
const watchedEvery = 5;
const warmUpMs = 5_000;

interface FreshnessOptions {
  rate: number;
  seconds: number;
  rounds: number;
}

/** @throws Error naming what is wrong with the arguments */
function freshnessOptions(args: string[]): FreshnessOptions {
  const option = (fallback: string) => ({ type: 'string' as const, default: fallback });
  const { values } = parseArgs({ args, options: { rate: option('1000'), seconds: option('20'), rounds: option('3') } });
  const number = (name: keyof FreshnessOptions, least: number) => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < least) throw new Error(`--${name}: a whole number, at least ${least}`);
    return value;
  };
  return { rate: number('rate', 100), seconds: number('seconds', 1), rounds: number('rounds', 1) };
}

/** One event of the tenant whose administrator reads. */
function watchedEvent(id: string, tenantUid: string): { record: OutgoingRecord; uid: string } {
  const source = '/bench/freshness';
  const record = encodeBinary({
    ...{ id, source, type: eventTypes.event, time: Date.now() },
    data: {
      tenantUid,
      actionType: 'update',
      resource: { kind: 'cluster', uid: `cluster-${id}` },
      actor: { actorType: 'system' },
    },
  });
  return { record, uid: entryUid(tenantUid, source, id) };
}

/** Publishes at a steady rate, whatever comes back, and answers how long each watched event took to be readable. */
async function round(endpoints: Endpoints, { rate, seconds }: FreshnessOptions, n: number): Promise<number[]> {
  const reader = endpoints.users[0];
  if (reader === undefined) throw new Error('the system has no user');
  const kafka = connectKafka({ brokers: [endpoints.kafka], ssl: false }, { clientId: 'bench' });
  const producer = new AuditProducer(kafka, { topic: 'audit.events' });
  const gateway = new Pool(endpoints.gateway, { connections: 16 });
  const random = randomNumbers(n);
  const watching: Promise<number>[] = [];
  const published: Promise<void>[] = [];
  const began = performance.now();
  const measuredFrom = began + warmUpMs;
  let sent = 0;
  for (let tick = 0; tick * tickMs < warmUpMs + seconds * 1_000; tick += 1) {
    const intended = began + tick * tickMs;
    await sleep(Math.max(0, intended - performance.now()));
    const due = Math.round(((tick + 1) * tickMs * rate) / 1_000) - sent;
    const batch = Array.from({ length: due }, (_, i) => recordOf(eventAt(sent + i, Date.now(), 1, random)));
    sent += due;
    if (tick % watchedEvery === 0) {
      const { record, uid } = watchedEvent(`${n}-${tick}`, reader.tenantUid);
      batch[batch.length - 1] = record;
      if (intended >= measuredFrom) watching.push(untilReadable(gateway, reader.apiKey, uid, intended));
    }
    published.push(producer.publish(batch));
  }
  await Promise.all(published);
  const took = await Promise.all(watching);
  await Promise.all([producer.close(), gateway.close()]);
  return took.sort((a, b) => a - b);
}

const quantile = (sorted: readonly number[], q: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? NaN;
const tenths = (value: number) => Math.round(value * 10) / 10;

async function main(): Promise<void> {
  const options = freshnessOptions(process.argv.slice(2));
  const system = await WholeSystem.start();
  const stop = stopWhenTold(() => system.stop());
  try {
    const rounds: { p50: number; p99: number }[] = [];
    for (let n = 1; n <= options.rounds; n += 1) {
      const took = await round(system.endpoints, options, n);
      rounds.push({ p50: tenths(quantile(took, 0.5)), p99: tenths(quantile(took, 0.99)) });
      process.stderr.write(`round ${n}: ${took.length} watched, ${JSON.stringify(rounds.at(-1))}\n`);
    }
    const p50 = median(rounds.map((one) => one.p50));
    const p99 = median(rounds.map((one) => one.p99));
    process.stdout.write(`${JSON.stringify({ rate: options.rate, p50, p99, rounds })}\n`);
  } finally {
    await stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
