import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf, type Part } from '@trailbook/local';
import { sumIn } from '../faults/metrics';
import type { AppPart } from './app-part';
import type { Chance } from './chance';
import { eventually } from './eventually';
import type { Machine } from './machine';
import type { StoreView } from './store-view';

export const faultKinds = [
  'kill ingest',
  'pause ingest',
  'kill kafka',
  'pause kafka',
  'kill postgres',
  'pause postgres',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** What happens to one of two trail-sinks, beside the others. */
export const sinkFaultKinds = ['kill trail-sink', 'pause trail-sink'] as const;
export type SinkFaultKind = (typeof sinkFaultKinds)[number];

const takeoverMs = 60_000;
/** What an instance has in its hands: what it has taken from Kafka, and what no sink has acknowledged. */
const heldByIngest = 'trailbook_ingest_held_bytes';
const heldBySink = 'trailbook_trail_sink_pending';
/** Milliseconds of a pause after which Kafka has given a member's partitions to others. */
const expelled = [11_000, 13_000] as const;
/** What takes long is not asked for more often: each look at the store is a connection of its own. */
const patientMs = 500;

/** Does things to processes that happen to processes. */
export class Faults {
  constructor(
    private readonly machine: Machine,
    private readonly store: StoreView,
    private readonly chance: Chance,
  ) {}

  /** Keeps every ingest from working for as long as `work` takes, which must be less than a session of the group. */
  async whileIngestIsHeld<T>(work: () => Promise<T>): Promise<T> {
    const pids = this.machine.ingests.map(pidOf);
    pids.forEach((pid) => signal(pid, 'SIGSTOP'));
    try {
      return await work();
    } finally {
      pids.forEach((pid) => signal(pid, 'SIGCONT'));
    }
  }

  /** Resolves when what was hit runs again. */
  async inflict(kind: FaultKind): Promise<void> {
    const { kafka, postgres } = this.machine;
    switch (kind) {
      case 'kill ingest':
        return this.kill(await this.aWorking(this.machine.ingests, heldByIngest));
      case 'kill kafka':
        return this.kill(kafka);
      case 'kill postgres':
        return this.kill(postgres);
      case 'pause ingest':
        return this.bury(await this.aWorking(this.machine.ingests, heldByIngest));
      case 'pause kafka':
        return this.pause([pidOf(kafka)]);
      case 'pause postgres':
        return this.pause([pidOf(postgres), ...(await this.store.backends())]);
    }
  }

  /** Resolves when the trail-sink that was hit runs again. */
  async inflictOnSink(kind: SinkFaultKind): Promise<void> {
    const sink = await this.aWorking(this.machine.sinks, heldBySink);
    return kind === 'kill trail-sink' ? this.kill(sink) : this.pause([pidOf(sink)], this.chance.between(...expelled));
  }

  /** One that has partitions and works on them: after a fault the group may still be waiting for its dead. */
  private aWorking(parts: readonly AppPart[], metric: string): Promise<AppPart> {
    const inTurn = this.chance.shuffled(parts);
    return eventually(`work at ${parts.map(({ name }) => name).join(' or ')}`, takeoverMs, async () => {
      for (const part of inTurn) {
        const text = await part.metrics().catch(() => '');
        if (sumIn(text, metric) > 0) return part;
      }
      return undefined;
    });
  }

  private async kill(part: Part): Promise<void> {
    const down = this.chance.between(0, 1_500);
    part.kill('SIGKILL');
    await part.exited;
    await sleep(down);
    await revive(part);
  }

  private async pause(pids: number[], pause = this.chance.between(1_000, 6_000)): Promise<void> {
    pids.forEach((pid) => signal(pid, 'SIGSTOP'));
    try {
      await sleep(pause);
    } finally {
      pids.forEach((pid) => signal(pid, 'SIGCONT'));
    }
  }

  /** Paused until the other instance has stored every partition further: it comes back believing in partitions it lost. */
  private async bury(ingest: AppPart): Promise<void> {
    const pid = pidOf(ingest);
    signal(pid, 'SIGSTOP');
    try {
      const before = await this.store.offsets();
      const takenOver = async () => {
        const now = await this.store.offsets();
        return [...before].every(([partition, offset]) => (now.get(partition) ?? 0n) > offset) || undefined;
      };
      await eventually('the takeover of a paused ingest', takeoverMs, takenOver, patientMs);
    } finally {
      signal(pid, 'SIGCONT');
    }
  }
}

/** As whoever supervises it would: again and again. */
async function revive(part: Part): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await part.start();
    } catch (error) {
      if (attempt === 5) throw new Error(`${part.name} did not come back: ${messageOf(error)}`, { cause: error });
      await sleep(1_000);
    }
  }
}

function pidOf(part: Part): number {
  if (part.pid === undefined) throw new Error(`${part.name} ended by itself`);
  return part.pid;
}

function signal(pid: number, name: 'SIGSTOP' | 'SIGCONT'): void {
  try {
    process.kill(pid, name);
  } catch {
    // it ended meanwhile
  }
}
