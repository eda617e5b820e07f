import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf, type Part } from '@trailbook/local';
import { sumIn } from '../faults/metrics';
import type { Chance } from './chance';
import { eventually } from './eventually';
import type { IngestPart } from './ingest-part';
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

const takeoverMs = 60_000;

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
        return this.kill(await this.aWorkingIngest());
      case 'kill kafka':
        return this.kill(kafka);
      case 'kill postgres':
        return this.kill(postgres);
      case 'pause ingest':
        return this.bury(await this.aWorkingIngest());
      case 'pause kafka':
        return this.pause([pidOf(kafka)]);
      case 'pause postgres':
        return this.pause([pidOf(postgres), ...(await this.store.backends())]);
    }
  }

  /** One that has partitions and works on them: after a fault the group may still be waiting for its dead. */
  private aWorkingIngest(): Promise<IngestPart> {
    const inTurn = this.chance.shuffled(this.machine.ingests);
    return eventually('an ingest at work', takeoverMs, async () => {
      for (const ingest of inTurn) {
        const text = await ingest.metrics().catch(() => '');
        if (sumIn(text, 'trailbook_consumer_lag') > 0) return ingest;
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

  private async pause(pids: number[]): Promise<void> {
    const pause = this.chance.between(1_000, 6_000);
    pids.forEach((pid) => signal(pid, 'SIGSTOP'));
    try {
      await sleep(pause);
    } finally {
      pids.forEach((pid) => signal(pid, 'SIGCONT'));
    }
  }

  /** Paused until the other instance has stored every partition further: it comes back believing in partitions it lost. */
  private async bury(ingest: IngestPart): Promise<void> {
    const pid = pidOf(ingest);
    signal(pid, 'SIGSTOP');
    try {
      const before = await this.store.offsets();
      await eventually('the takeover of a paused ingest', takeoverMs, async () => {
        const now = await this.store.offsets();
        return [...before].every(([partition, offset]) => (now.get(partition) ?? 0n) > offset) || undefined;
      });
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
