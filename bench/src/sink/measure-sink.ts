import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { RunningApp } from '../system/running-app';
import type { Arrival, Fault, StandIn } from './stand-in';

const deadlineMs = 1_200_000;
/** What is not there so long after as many as there are were acknowledged is lost. */
const missingMs = 60_000;

export interface SinkRound {
  eventsPerSecond: number;
  calls: number;
  /** The sum over the streams of ⌈bytes ÷ 1,048,576⌉. */
  minCalls: number;
  lost: number;
  duplicates: number;
  /** Of the largest instance. */
  peakRssMb: number;
  /** Of all instances. */
  cpuSeconds: number;
  /** Times that a trail was too slow for the log and went on from the store. */
  spilled: number;
}

export interface SinkRun {
  readonly standIn: StandIn;
  /** An administrator's, of a database whose trails stand before the events. */
  readonly databaseUrl: string;
  /** Of each instance of trail-sink. */
  readonly envs: readonly Record<string, string>[];
  /** The uids of all events. */
  readonly expected: ReadonlySet<string>;
  readonly faults: readonly Fault[];
  readonly profile: string | undefined;
}

/** Lets trail-sink deliver the log from its beginning, and looks at the far side what came, when, and how often. */
export async function measureSink(run: SinkRun): Promise<SinkRound> {
  const { standIn, expected } = run;
  const admin = new Client({ connectionString: run.databaseUrl });
  await admin.connect();
  const before = { puts: await standIn.puts(), bytes: await bytesByStream(standIn) };
  const acknowledged = await delivered(admin);
  await standIn.forgetArrivals();
  await standIn.inject(run.faults);
  const apps = run.envs.map((env) => RunningApp.start('trail-sink', env, run.profile));
  try {
    await until(async () => {
      for (const app of apps) app.assertRunning();
      return (await delivered(admin)) - acknowledged >= expected.size;
    }, deadlineMs);
    const spilled = await Promise.all(run.envs.map(({ METRICS_PORT: port }) => spills(Number(port))));
    const used = {
      peakRssMb: Math.max(...apps.map(({ peakRssMb }) => peakRssMb)),
      cpuSeconds: apps.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
      spilled: spilled.reduce((sum, one) => sum + one, 0),
    };
    let found = find(await standIn.arrivals(), expected);
    await until(async () => {
      if (found.lost > 0) found = find(await standIn.arrivals(), expected);
      return found.lost === 0;
    }, missingMs).catch(() => undefined); // lost, then: that is counted
    const calls = (await standIn.puts()) - before.puts;
    const bytes = await bytesByStream(standIn);
    let minCalls = 0;
    for (const [stream, size] of bytes) minCalls += Math.ceil((size - (before.bytes.get(stream) ?? 0)) / 1_048_576);
    return { ...found, ...used, calls, minCalls };
  } finally {
    await standIn.inject([]);
    await Promise.all(apps.map((app) => app.stop()));
    await admin.end();
  }
}

function find(arrivals: readonly Arrival[], expected: ReadonlySet<string>) {
  const first = new Map<string, number>();
  let came = 0;
  for (const { uid, at } of arrivals) {
    if (!expected.has(uid)) continue;
    came += 1;
    if (!first.has(uid)) first.set(uid, at);
  }
  let [began, ended] = [Infinity, 0];
  for (const at of first.values()) [began, ended] = [Math.min(began, at), Math.max(ended, at)];
  const atOnce = [...first.values()].filter((at) => at === began).length;
  return {
    eventsPerSecond: (first.size - atOnce) / ((ended - began) / 1_000),
    lost: expected.size - first.size,
    duplicates: came - first.size,
  };
}

/** Entries that trail-sink has written down as acknowledged. */
async function delivered(admin: Client): Promise<number> {
  const { rows } = await admin.query<{ sum: number }>(
    'SELECT coalesce(sum(delivered), 0)::float8 AS sum FROM trails.delivery',
  );
  return rows[0]?.sum ?? 0;
}

async function bytesByStream(standIn: StandIn): Promise<Map<string, number>> {
  const streams = (await standIn.streams()).filter(({ group }) => group !== 'limit');
  return new Map(streams.map(({ group, stream, bytes }) => [`${group}/${stream}`, bytes]));
}

async function spills(port: number): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(/^trailbook_trail_sink_spilled_total (\d+)/m.exec(text)?.[1] ?? NaN);
}

/** @throws Error when it isn't so in time */
export async function until(isSo: () => Promise<boolean>, timeoutMs: number): Promise<void> {
  for (const deadline = Date.now() + timeoutMs; !(await isSo()); await sleep(100)) {
    if (Date.now() > deadline) throw new Error(`not done within ${timeoutMs / 1_000} s`);
  }
}
