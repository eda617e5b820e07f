import type { SinkEvent } from '@trailbook/sinks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Checkpoint } from '../delivery/checkpoint';
import type { LanePosition } from '../delivery/delivery-store';
import { RecordPlace } from '../delivery/record-place';
import type { Receipt } from '../receipts/receipt';
import { unpackUids } from '../receipts/uid-hash';

/** Numbers between 0 and 1 from a seed, so that a run that fails can be had again. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** What outlives a crash: the log, the store, the database's positions, and the sink. */
export class World {
  readonly log: SinkEvent[] = [];
  readonly received: string[] = [];
  /** What the receipts say that the sink has. */
  readonly acknowledged = new Set<string>();
  readonly lane = { next: 0n, behind: true };
  logPosition = 0n;
  term = 0n;
  checkpoint = 0;
  storedUpTo = 0;
  faults = true;
  /** Called before a checkpoint is written, or a batch sent: they may keep it waiting. */
  beforeCheckpoint: (checkpoint: Checkpoint) => Promise<void> = () => Promise.resolve();
  beforeCall: () => Promise<void> = () => Promise.resolve();
  /** Writes whose writer had no answer, and that happen all the same. */
  readonly landing: Promise<void>[] = [];
  private readonly endings: (() => unknown)[] = [];
  /** What a restart would have missed, at the first moment at which there was something. */
  lost: string[] = [];

  constructor(readonly random: () => number) {}

  atEnd(ending: () => unknown): void {
    this.endings.push(ending);
  }

  /** Ends whatever still lives in it. */
  async end(): Promise<void> {
    await Promise.all(this.endings.map((ending) => ending()));
    await Promise.all(this.landing);
  }

  gate(): Gate {
    const gate = new Gate();
    this.atEnd(gate.open);
    return gate;
  }

  chance(share: number): boolean {
    return this.faults && this.random() < share;
  }

  append(count: number): void {
    for (let added = 0; added < count; added += 1) {
      const offset = this.log.length;
      const [uid, time] = [`00000000-0000-4000-8000-${String(offset).padStart(12, '0')}`, Date.now()];
      const origin = new RecordPlace(1, 0, BigInt(offset), time, 0);
      this.log.push({ uid, time, message: Buffer.from(`{"uid":"${uid}"}`), origin });
    }
  }

  takeOver(): void {
    this.term += 1n;
    this.checkpoint = 0;
  }

  acknowledge(positions: readonly LanePosition[], receipts: readonly Receipt[]): void {
    for (const { uids } of receipts) for (const uid of unpackUids(uids)) this.acknowledged.add(uid);
    this.advance(positions);
  }

  advance([position]: readonly LanePosition[]): void {
    if (position && position.next > this.lane.next) this.lane.next = position.next;
    this.lookForLosses();
  }

  write({ place, number, next, lanes }: Checkpoint): boolean {
    if (place.term !== this.term || number <= this.checkpoint) return false;
    this.checkpoint = number;
    this.logPosition = next;
    for (const { behind } of lanes) this.lane.behind = behind;
    this.advance(lanes.map((lane) => ({ ...place, next: lane.next })));
    return true;
  }

  /** Of the first entries of the log, those that the sink lacks, or the receipts. */
  missing(first = this.log.length): string[] {
    const there = new Set(this.received);
    const uids = this.log.slice(0, first).map(({ uid }) => uid);
    return uids.filter((uid) => !there.has(uid) || !this.acknowledged.has(uid));
  }

  /** A restart takes nothing from before the lane's position, and nothing from before the log's if the lane follows it. */
  private lookForLosses(): void {
    const { next, behind } = this.lane;
    const start = behind || next > this.logPosition ? next : this.logPosition;
    if (this.lost.length === 0) this.lost = this.missing(Number(start));
  }
}

/** Keeps whoever comes waiting until it is opened. */
class Gate {
  readonly reached: Promise<void>;
  open: () => void = () => undefined;
  private reach: () => void = () => undefined;
  private readonly opened: Promise<void>;

  constructor() {
    this.reached = new Promise((resolve) => (this.reach = resolve));
    this.opened = new Promise((resolve) => (this.open = resolve));
  }

  readonly pass = (): Promise<void> => {
    this.reach();
    return this.opened;
  };
}

/** What never arrives. A busy machine may take long over what is done in milliseconds; what is lost stays lost. */
export async function settled(world: World): Promise<string[]> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(5)) {
    if (world.missing().length === 0) return [];
  }
  return world.missing();
}
