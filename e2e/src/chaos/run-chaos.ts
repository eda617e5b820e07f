import { setTimeout as sleep } from 'node:timers/promises';
import { connectKafka, watermarks, type KafkaConnection } from '@trailbook/messaging';
import type { Progress } from '@trailbook/local';
import { Chance } from './chance';
import { Claims } from './claims';
import { compare } from './comparison';
import { compareContests } from './contest-comparison';

import { Contests } from './contests';
import { Deliveries } from './deliveries';
import { compareDeliveries } from './delivery-comparison';
import { eventually } from './eventually';
import { faultKinds, Faults, sinkFaultKinds, type FaultKind } from './faults';
import { Ledger } from './ledger';
import { Machine } from './machine';
import type { ChaosOptions } from './options';
import { LoadProducer } from './producers';
import { readRejected } from './rejected';
import { unprovoked, type ChaosReport } from './report';
import { SinkFaults } from './sink-faults';
import { StoreView } from './store-view';
import type { Trail } from './trails';

/** Faults beyond those asked for. */
const mostFurther = 4;
/** For a zombie to come back to its senses. */
const fencedMs = 5_000;
/** Before and into a fault. */
const rushMs = 700;
/** One in so many has a fault of a trail-sink beside it, which may last longer; the last ones have none. */
const faultsPerSinkFault = 3;
/** One contest begins beside so many events: some 3 % of the records claim a contested identity. */
const eventsPerContest = 75;

/** Everything that takes part in a run. */
interface Run {
  readonly options: ChaosOptions;
  readonly machine: Machine;
  readonly kafka: KafkaConnection;
  readonly store: StoreView;
  readonly producers: readonly LoadProducer[];
  readonly claims: Claims;
  readonly ledger: Ledger;
  readonly progress: Progress;
}

/**
 * Produces without a pause while parts are killed and paused, then compares all that was produced with the store, and what
 * the sinks hold with the store.
 */
export async function runChaos(options: ChaosOptions, progress: Progress): Promise<ChaosReport> {
  progress(`chaos of ${options.faults} faults, --seed ${options.seed}`);
  const run = runOf(options, await Machine.start(progress), progress);
  const { machine, producers, ledger } = run;
  let deliveries: Deliveries | undefined;
  let report: ChaosReport | undefined;
  try {
    const trails = await machine.makeTrails();
    deliveries = new Deliveries(machine.aws, trails);
    producers.forEach((producer) => producer.start());
    const hit = await inflictFaults(run);
    await Promise.all(producers.map((producer) => producer.stop()));
    report = await judge(run, hit, deliveries, trails);
    return report;
  } finally {
    await Promise.all(producers.map((producer) => producer.stop().catch(() => undefined)));
    await Promise.all([ledger.stop(), deliveries?.stop()]);
    const failed = report === undefined || report.wrong.length > 0;
    if (failed) progress(`the logs and data of the parts are kept in ${machine.logs}`);
    await machine.stop(failed);
  }
}

function runOf(options: ChaosOptions, machine: Machine, progress: Progress): Run {
  const { rate, seed } = options;
  const kafka = connectKafka({ brokers: [machine.kafka.brokers], ssl: false }, { clientId: 'chaos' });
  const contests = new Contests(seed, machine.partitions);
  const claims = new Claims(contests, machine.signer, Math.max(1, Math.round(rate / eventsPerContest)));
  const of = (source: string, isKeyed: boolean, beside?: Claims) =>
    new LoadProducer(kafka, machine.topic, source, isKeyed, rate / 3, beside);
  const producers = [of('/chaos/keyed-1', true), of('/chaos/keyed-2', true), of('/chaos/keyless', false, claims)];
  const store = new StoreView(machine.postgres.url());
  return { options, machine, kafka, store, producers, claims, ledger: new Ledger(machine.ingests), progress };
}

/** How many records the log has. */
const end = async ({ kafka, machine }: Run): Promise<bigint> =>
  [...(await watermarks(kafka, machine.topic)).values()].reduce((sum, { high }) => sum + high, 0n);

/** Never more than it is: what is stored is asked for after what is written. */
async function lagOf(run: Run): Promise<number> {
  const written = await end(run);
  return Number(written - [...(await run.store.offsets()).values()].reduce((sum, offset) => sum + offset, 0n));
}

async function inflictFaults(run: Run): Promise<Pick<ChaosReport, 'faults' | 'sinkFaults'>> {
  const { options, machine, store, producers, ledger, progress } = run;
  const chance = new Chance(options.seed);
  const faults = new Faults(machine, store, chance);
  // A chance of their own: when the next one comes depends on how long the last one took.
  const chanceOfSinks = new Chance(options.seed + 1);
  const sinkFaults = new SinkFaults(new Faults(machine, store, chanceOfSinks), chanceOfSinks);
  const done: ChaosReport['faults'] = [];
  let deck: FaultKind[] = [];
  // A zombie may notice by itself that it was away: another one is made until a fence was needed. It needs a moment for either.
  const fenced = () =>
    eventually('a fence', fencedMs, async () => (await ledger.total()).fenced > 0 || undefined).catch(() => false);
  for (let n = 1; n <= options.faults || (n <= options.faults + mostFurther && !(await fenced())); n += 1) {
    if (deck.length === 0) deck = n > options.faults ? ['pause ingest'] : chance.shuffled(faultKinds);
    const kind = deck.pop() as FaultKind;
    await sleep(chance.between(500, 2_000));
    // Every hand has to be full when the fault comes, else nothing would come again: more is produced than before, and
    // nothing of it taken, since ingest keeps up with all that these producers can do.
    producers.forEach((producer) => (producer.haste = 2));
    const found = await faults.whileIngestIsHeld(async () => {
      await sleep(rushMs);
      return eventually('a lag of the consumers', 60_000, async () => {
        const now = await lagOf(run);
        return now > 0 ? now : undefined;
      });
    });
    const started = Date.now();
    if (n % faultsPerSinkFault === 1 && n + faultsPerSinkFault / 2 <= options.faults) sinkFaults.next();
    const over = faults.inflict(kind);
    await Promise.race([over, sleep(rushMs)]);
    producers.forEach((producer) => (producer.haste = 1));
    await over;
    done.push({ kind, lag: found });
    progress(
      `${n}/${options.faults} ${kind}: lag ${found}, over after ${((Date.now() - started) / 1_000).toFixed(1)} s`,
    );
  }
  while (!sinkFaultKinds.every((kind) => sinkFaults.done.includes(kind))) {
    await sinkFaults.over();
    sinkFaults.next();
  }
  await sinkFaults.over();
  return { faults: done, sinkFaults: sinkFaults.done };
}

async function judge(
  run: Run,
  hit: Pick<ChaosReport, 'faults' | 'sinkFaults'>,
  deliveries: Deliveries,
  trails: readonly Trail[],
): Promise<ChaosReport> {
  const { options, machine, kafka, store, producers, claims, ledger, progress } = run;
  const sum = (pick: (producer: LoadProducer) => number) => producers.reduce((total, one) => total + pick(one), 0);
  progress(`${sum(({ events }) => events)} events produced; waiting for the last to be stored and delivered`);
  await eventually('the end of the topic in the store', 120_000, async () =>
    (await lagOf(run)) === 0 ? true : undefined,
  );
  const counts = await ledger.total();
  const redelivered = counts.received - Number(await end(run));
  for (const trail of trails) {
    await eventually(`the last entry of ${trail.tenantUid} at its sink`, 60_000, async () => {
      const { pending, pendingExact } = await machine.trails.progress(trail);
      return (pending === 0 && pendingExact) || undefined;
    });
  }
  await machine.stopApps();
  const rejected = await readRejected(kafka);
  const { wrong: wrongContests, ...found } = await compareContests(store, kafka, machine.topic, rejected);
  const { wrong: wrongDeliveries, ...sinks } = await compareDeliveries(store, await deliveries.whole());
  const report = {
    ...{ seed: options.seed, ...hit },
    ...{ events: sum(({ events }) => events), repeats: sum(({ repeats }) => repeats) },
    ...{ malformed: sum(({ malformed }) => malformed) },
    ...{ claims: claims.count, lateClaims: claims.late, contests: found, sinks },
    ...{ producerRetries: sum(({ retried }) => retried), redelivered, counts },
  };
  const compared = await compare(store, producers, rejected);
  return { ...report, wrong: [...unprovoked(report), ...compared, ...wrongContests, ...wrongDeliveries] };
}
