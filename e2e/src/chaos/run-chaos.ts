import { setTimeout as sleep } from 'node:timers/promises';
import { connectKafka, watermarks, type KafkaConnection } from '@trailbook/messaging';
import type { Progress } from '@trailbook/local';
import { Chance } from './chance';
import { compare } from './comparison';
import { eventually } from './eventually';
import { faultKinds, Faults, type FaultKind } from './faults';
import { Ledger, type Counts } from './ledger';
import { Machine } from './machine';
import type { ChaosOptions } from './options';
import { LoadProducer } from './producers';
import { StoreView } from './store-view';

export interface ChaosReport {
  seed: number;
  /** What was done, and the consumer lag in records at that moment. */
  faults: { kind: FaultKind; lag: number }[];
  events: number;
  repeats: number;
  malformed: number;
  /** Batches that the producers had to hand over again. */
  producerRetries: number;
  /** Records that ingest took from Kafka more than once. */
  redelivered: number;
  /** What ingest has counted, as far as it was seen before a kill. */
  counts: Counts;
  /** What must not be; none where all is well. */
  wrong: string[];
}

/** Faults beyond those asked for. */
const mostFurther = 4;
/** Before and into a fault. */
const rushMs = 700;

/** Produces without a pause while parts are killed and paused, then compares all that was produced with the store. */
export async function runChaos(options: ChaosOptions, progress: Progress): Promise<ChaosReport> {
  progress(`chaos of ${options.faults} faults, --seed ${options.seed}`);
  const machine = await Machine.start(progress);
  const kafka = connectKafka({ brokers: [machine.kafka.brokers], ssl: false }, { clientId: 'chaos' });
  const producers = ['/chaos/keyed-1', '/chaos/keyed-2', '/chaos/keyless'].map(
    (source, n) => new LoadProducer(kafka, machine.topic, source, n < 2, options.rate / 3),
  );
  const ledger = new Ledger(machine.ingests);
  let report: ChaosReport | undefined;
  try {
    producers.forEach((producer) => producer.start());
    report = await play(options, machine, kafka, producers, ledger, progress);
    return report;
  } finally {
    await Promise.all(producers.map((producer) => producer.stop().catch(() => undefined)));
    await ledger.stop();
    const failed = report === undefined || report.wrong.length > 0;
    if (failed) progress(`the logs and data of the parts are kept in ${machine.logs}`);
    await machine.stop(failed);
  }
}

async function play(
  options: ChaosOptions,
  machine: Machine,
  kafka: KafkaConnection,
  producers: readonly LoadProducer[],
  ledger: Ledger,
  progress: Progress,
): Promise<ChaosReport> {
  const store = new StoreView(machine.postgres.url());
  const chance = new Chance(options.seed);
  const faults = new Faults(machine, store, chance);
  const end = async () =>
    [...(await watermarks(kafka, machine.topic)).values()].reduce((sum, { high }) => sum + high, 0n);
  /** Never more than it is: what is stored is asked for after what is written. */
  const lag = async () => {
    const written = await end();
    return Number(written - [...(await store.offsets()).values()].reduce((sum, offset) => sum + offset, 0n));
  };
  const done: ChaosReport['faults'] = [];
  let deck: FaultKind[] = [];
  // A zombie may notice by itself that it was away: another one is made until a fence was needed.
  const fenced = async () => (await ledger.total()).fenced > 0;
  for (let n = 1; n <= options.faults || (n <= options.faults + mostFurther && !(await fenced())); n += 1) {
    if (deck.length === 0) deck = n > options.faults ? ['pause ingest'] : chance.shuffled(faultKinds);
    const kind = deck.pop() as FaultKind;
    await sleep(chance.between(500, 2_000));
    // Every hand has to be full when the fault comes, else nothing would come again: more is produced than before, and
    // nothing of it taken, since ingest keeps up with all that these producers can do.
    producers.forEach((producer) => (producer.haste = 3));
    const found = await faults.whileIngestIsHeld(async () => {
      await sleep(rushMs);
      return eventually('a lag of the consumers', 60_000, async () => {
        const now = await lag();
        return now > 0 ? now : undefined;
      });
    });
    const started = Date.now();
    const over = faults.inflict(kind);
    await Promise.race([over, sleep(rushMs)]);
    producers.forEach((producer) => (producer.haste = 1));
    await over;
    done.push({ kind, lag: found });
    progress(
      `${n}/${options.faults} ${kind}: lag ${found}, over after ${((Date.now() - started) / 1_000).toFixed(1)} s`,
    );
  }
  await Promise.all(producers.map((producer) => producer.stop()));
  const sum = (pick: (producer: LoadProducer) => number) => producers.reduce((total, one) => total + pick(one), 0);
  progress(`${sum(({ events }) => events)} events produced; waiting for the last to be stored`);
  await eventually('the end of the topic in the store', 120_000, async () => ((await lag()) === 0 ? true : undefined));
  const counts = await ledger.total();
  const redelivered = counts.received - Number(await end());
  await machine.stopIngest();
  const wrong = [...unseen(counts, redelivered), ...(await compare(store, kafka, producers))];
  return {
    ...{ seed: options.seed, faults: done },
    ...{ events: sum(({ events }) => events), repeats: sum(({ repeats }) => repeats) },
    ...{ malformed: sum(({ malformed }) => malformed), producerRetries: sum(({ retried }) => retried) },
    ...{ redelivered, counts, wrong },
  };
}

/** A run in which nothing of this came up has proved nothing. */
function unseen({ repeats, rejected, fenced, epochs, lost }: Counts, redelivered: number): string[] {
  const wrong: string[] = [];
  if (redelivered <= 0) wrong.push('no record was delivered again');
  if (repeats === 0) wrong.push('no repeat was recognised');
  if (rejected === 0) wrong.push('no record was rejected');
  if (fenced === 0) wrong.push('no batch was fenced');
  if (epochs > 0) wrong.push('the log was taken for another one');
  if (lost > 0) wrong.push(`${lost} records were counted as lost`);
  return wrong;
}
