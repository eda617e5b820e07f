import { setTimeout } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { KafkaConnection, logIdentity, watermarks, type Watermarks } from '@trailbook/messaging';
import { EntryWriter } from '@trailbook/store/append';
import { IngestConfig } from '../config';
import { epochsOpened, lost } from '../metrics';
import { Losses } from '../operations/losses';
import { decidePosition, type PositionDecision } from './decide-position';
import { OwnEvents } from './own-events';

export interface FoundPositions {
  epochId: number;
  positions: Map<number, bigint>;
}

const secondLookMs = 1_500;

type Lost = Extract<PositionDecision, { kind: 'lost' }>;

/**
 * Finds where partitions are to be read from: the store knows how far they are stored, Kafka what there is. Where the two
 * don't fit together, it says so loudly, and in the log itself, before it goes on.
 */
@Injectable()
export class PositionFinder {
  private readonly logger = new Logger(PositionFinder.name);
  private readonly topic: string;
  private turn: Promise<unknown> = Promise.resolve();
  private told: string | undefined;

  constructor(
    @Inject(IngestConfig) config: IngestConfig,
    @Inject(KafkaConnection) private readonly kafka: KafkaConnection,
    @Inject(EntryWriter) private readonly store: EntryWriter,
    @Inject(OwnEvents) private readonly ownEvents: OwnEvents,
    @Inject(Losses) private readonly losses: Losses,
  ) {
    this.topic = config.AUDIT_TOPIC;
  }

  /** @throws StoreError, MessagingError: ask again later */
  find(partitions: readonly number[]): Promise<FoundPositions> {
    const found = this.turn.then(() => this.locate(partitions));
    this.turn = found.catch(() => undefined);
    return found;
  }

  private async locate(partitions: readonly number[]): Promise<FoundPositions> {
    const identity = await logIdentity(this.kafka, this.topic);
    const before = await this.store.otherLog(identity, this.topic);
    // Before its epoch is opened: what is told twice is stored once, what a crash cuts off would never be told.
    if (before !== undefined) await this.tellOtherLog(identity, `the log was ${before} and is ${identity} now`);
    let { epochId, offsets } = await this.store.positions(identity, this.topic);
    // Only after the store, which another instance may move on while we look.
    let log = await watermarks(this.kafka, this.topic);
    if (this.shorter(partitions, offsets, log) !== undefined) {
      await setTimeout(secondLookMs); // a broker that has just come back may not know its log's end yet
      log = await watermarks(this.kafka, this.topic);
    }
    const reason = this.shorter(partitions, offsets, log);
    if (reason !== undefined) {
      await this.tellOtherLog(`${identity}:${epochId}`, reason);
      epochId = await this.store.openEpoch(identity, this.topic, epochId, reason);
      offsets = new Map();
    }
    const positions = new Map<number, bigint>();
    for (const partition of partitions) {
      const ends = log.get(partition);
      if (ends === undefined) continue; // the partition is new and has no leader yet
      positions.set(partition, await this.place(epochId, partition, offsets.get(partition), ends));
    }
    return { epochId, positions };
  }

  private shorter(
    partitions: readonly number[],
    offsets: ReadonlyMap<number, bigint>,
    log: ReadonlyMap<number, Watermarks>,
  ): string | undefined {
    for (const partition of partitions) {
      const ends = log.get(partition);
      const decision = ends && decidePosition(offsets.get(partition), ends);
      if (decision?.kind !== 'other-log') continue;
      return `partition ${partition} was stored up to offset ${decision.stored} and ends at ${decision.end} now`;
    }
    return undefined;
  }

  private async place(
    epochId: number,
    partition: number,
    stored: bigint | undefined,
    ends: Watermarks,
  ): Promise<bigint> {
    const known = stored ?? (await this.store.beginPartition(epochId, partition, ends.low));
    const decision = decidePosition(known, ends);
    if (decision.kind === 'lost') return this.passOver(epochId, partition, decision);
    if (decision.kind === 'other-log') throw new Error(`partition ${partition} became shorter while it was looked at`);
    return decision.at;
  }

  private async passOver(epochId: number, partition: number, { from, to }: Lost): Promise<bigint> {
    const message = `Kafka deleted offsets ${from} to ${to - 1n} of ${this.topic}/${partition} before they were stored`;
    this.logger.error({ msg: message, partition, from: String(from), to: String(to) });
    this.losses.add(message);
    lost.inc(Number(to - from));
    await this.ownEvents.publish({
      id: `lost:${epochId}:${partition}:${from}:${to}`,
      topic: this.topic,
      message: 'Events were lost',
      details: `${message}: ${to - from} offsets. They can't be had any more.`,
      attributes: { partition: String(partition), from: String(from), to: String(to), epoch: String(epochId) },
    });
    const lostRange = { partition, from, to };
    await this.store.append({ epochId, ranges: [lostRange], entries: [], notes: [], notStored: [lostRange] });
    return to;
  }

  private async tellOtherLog(log: string, reason: string): Promise<void> {
    if (this.told === log) return;
    this.logger.warn({
      msg: `topic ${this.topic} is another log than the one stored from; it is read from its start`,
      reason,
    });
    await this.ownEvents.publish({
      id: `other-log:${log}`,
      topic: this.topic,
      message: 'The topic of audit events is another log than before',
      // The same from every instance, which may have noticed it at another partition: told twice it is stored once.
      details: 'It is read from its start; what is stored already is recognised by its identity.',
      attributes: { log },
    });
    epochsOpened.inc();
    this.told = log;
  }
}
