import { freePort } from '@trailbook/local';
import { BenchParts } from './ingest/parts';
import { prepareBacklog, sinkEnv, type BacklogParts, type SinkPorts } from './sink/backlog';
import { Limit } from './sink/limit';
import { measureSink, type SinkRound } from './sink/measure-sink';
import { sinkOptions, type SinkOptions } from './sink/options';
import { StandIn, type Fault } from './sink/stand-in';
import { GatewayKey } from './sink/trails';
import { median } from './system/median';
import { rounded } from './system/rounded';
import { stopWhenTold } from './system/ending';

const operation = 'PutLogEvents';
const faults: readonly Fault[] = [
  { kind: 'throttle', rate: 0.05, operation },
  { kind: 'error', rate: 0.05, operation },
  { kind: 'accept-then-error', rate: 0.02, operation },
];
const progress = (line: string) => void process.stderr.write(`${line}\n`);

interface Round {
  limit: number;
  sound: SinkRound;
  faulty: SinkRound | undefined;
}

class SinkBench {
  private readonly now = Date.now();
  private groups = 0;

  constructor(
    private readonly these: BacklogParts,
    private readonly options: SinkOptions,
  ) {}

  async run(): Promise<object> {
    const { these, options, now } = this;
    const { expected, trickle } = await prepareBacklog(these, options, now);
    const limit = new Limit(these.standIn, options.events, now);
    await limit.prepare();
    const rounds: Round[] = [];
    for (let n = 1; n <= options.rounds; n += 1) {
      // Before and after: the machine is now faster, now slower, within minutes.
      const before = await limit.measure();
      const sound = await this.deliver(expected, []);
      const after = await limit.measure();
      const faulty = options.faults ? await this.deliver(expected, faults) : undefined;
      rounds.push({ limit: (before + after) / 2, sound, faulty });
      progress(`round ${n}: ${JSON.stringify(rounds.at(-1))}`);
    }
    return summary(options, rounds, trickle);
  }

  /** The whole log, by a trail-sink that starts with the template's state. */
  private async deliver(expected: ReadonlySet<string>, injected: readonly Fault[]): Promise<SinkRound> {
    const { these, options } = this;
    const { parts, standIn, ports } = these;
    const databaseUrl = await parts.database('store', 'template');
    this.groups += 1;
    const envs = ports.map((one) => sinkEnv(these, one, databaseUrl, `bench-${this.groups}`));
    const { profile } = options;
    try {
      return await measureSink({
        standIn,
        databaseUrl,
        envs,
        expected,
        faults: injected,
        profile,
      });
    } finally {
      await parts.drop('store');
    }
  }
}

function summary({ events, tenants, instances }: SinkOptions, rounds: Round[], trickle: readonly number[]): object {
  const middle = (pick: (round: Round) => number) => median(rounds.map(pick));
  const perMillion = (value: number) => Math.round((value / events) * 1e6);
  const all = rounds.flatMap(({ sound, faulty }) => (faulty ? [sound, faulty] : [sound]));
  const faulty = rounds.flatMap((round) => (round.faulty ? [round.faulty] : []));
  const most = (pick: (round: SinkRound) => number) => Math.max(...all.map(pick));
  return {
    events,
    tenants,
    instances,
    eventsPerSecond: Math.round(middle(({ sound }) => sound.eventsPerSecond)),
    limitEventsPerSecond: Math.round(middle(({ limit }) => limit)),
    ratio: rounded(middle(({ sound, limit }) => sound.eventsPerSecond / limit)),
    ratios: rounds.map(({ sound, limit }) => rounded(sound.eventsPerSecond / limit)),
    callsPerMillion: perMillion(middle(({ sound }) => sound.calls)),
    minCallsPerMillion: perMillion(middle(({ sound }) => sound.minCalls)),
    trickleP99Ms: trickle[Math.min(trickle.length - 1, Math.floor(trickle.length * 0.99))],
    faultEventsPerSecond: Math.round(median(faulty.map(({ eventsPerSecond }) => eventsPerSecond))),
    faultRatio: rounded(middle(({ sound, faulty: one }) => (one ? one.eventsPerSecond / sound.eventsPerSecond : NaN))),
    /** Of all rounds together; nothing may be. */
    lost: all.reduce((sum, { lost }) => sum + lost, 0),
    /** The most of a round. */
    duplicates: most(({ duplicates }) => duplicates),
    duplicatesWithoutFaults: Math.max(...rounds.map(({ sound }) => sound.duplicates)),
    spilled: most(({ spilled }) => spilled),
    peakRssMb: Math.round(most(({ peakRssMb }) => peakRssMb)),
    cpuSecondsPerMillion: rounded((middle(({ sound }) => sound.cpuSeconds) / events) * 1e6, 1),
  };
}

async function main(): Promise<void> {
  const options = sinkOptions(process.argv.slice(2));
  const [parts, standIn] = await Promise.all([BenchParts.start(progress), StandIn.start()]);
  const stop = stopWhenTold(() => Promise.all([parts.stop(), standIn.stop()]));
  try {
    const ports: SinkPorts[] = [];
    for (let n = 0; n < options.instances; n += 1) ports.push({ http: await freePort(), metrics: await freePort() });
    const bench = new SinkBench({ parts, standIn, key: new GatewayKey(), ports }, options);
    process.stdout.write(`${JSON.stringify(await bench.run())}\n`);
  } finally {
    await stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
