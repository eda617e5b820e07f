import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import {
  KafkaConnection,
  logIdentity,
  watermarks,
  type AssignedPartition,
  type ConsumerControl,
  type Positions,
} from '@trailbook/messaging';
import { DataSource } from 'typeorm';
import { TrailSinkConfig } from '../trail-sink.config';
import { DeliveryStore, type LanePosition, type LaneRow } from './delivery-store';
import { FollowedPartition } from './followed-partition';
import { Lane } from './lane';
import { latestEpoch } from './log-ends';
import { startPosition } from './start-position';
import { StoreReader } from './store-reader';
import type { LogCursors } from './trail-lanes';
import { TrailWorkers } from './trail-workers';

/** Which partitions this instance follows, and where every lane on them stands. */
@Injectable()
export class LaneKeeper implements LogCursors {
  private readonly partitions = new Map<number, FollowedPartition>();

  constructor(
    private readonly kafka: KafkaConnection,
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(TrailSinkConfig) private readonly config: TrailSinkConfig,
    private readonly store: DeliveryStore,
    private readonly reader: StoreReader,
    private readonly workers: TrailWorkers,
  ) {}

  cursorOf({ place }: Lane): bigint | undefined {
    const followed = this.partitions.get(place.partition);
    return followed?.place.epochId === place.epochId ? followed.cursor : undefined;
  }

  isReadingOn({ place }: Lane): boolean {
    return this.partitions.get(place.partition)?.isReadingOn ?? false;
  }

  /** The partition, if it still is the one of this assignment. */
  current(partition: number, assignment: number): FollowedPartition | undefined {
    const followed = this.partitions.get(partition);
    return followed?.assignment === assignment ? followed : undefined;
  }

  /** Takes partitions over. Those left out are asked for again: where they start isn't known yet. */
  async follow(assigned: readonly AssignedPartition[], control: ConsumerControl): Promise<Positions> {
    const numbers = assigned.map(({ partition }) => partition);
    this.leave(numbers);
    const topic = this.config.AUDIT_TOPIC;
    const [identity, log] = await Promise.all([logIdentity(this.kafka, topic), watermarks(this.kafka, topic)]);
    const epochId = await latestEpoch(this.dataSource, identity, topic);
    const positions: Positions = new Map();
    if (epochId === undefined) return positions;
    const terms = await this.store.takeTerms(epochId, numbers);
    await this.store.openLanes(this.workers.uids, epochId, numbers);
    const [rows, saved] = await Promise.all([this.store.lanes(numbers), this.store.logPositions(numbers)]);
    for (const { partition, assignment } of assigned) {
      const ends = log.get(partition);
      const own = rows.filter((row) => row.partition === partition);
      const present = own.filter((row) => row.epochId === epochId);
      const start =
        ends &&
        startPosition(
          positionIn(saved, epochId, partition),
          present.map(({ next }) => next),
          ends,
        );
      const term = terms.get(partition);
      if (!start || term === undefined) continue;
      const followed = new FollowedPartition({ epochId, partition, term }, assignment, control, start.at);
      this.partitions.set(partition, followed);
      for (const row of own) await this.attach(followed, row, saved, start.cut);
      positions.set(partition, start.at);
    }
    return positions;
  }

  /** Gives new trails their lanes on the partitions that are followed. */
  async addTrails(trailUids: readonly string[]): Promise<void> {
    for (const uid of trailUids) {
      for (const followed of this.partitions.values()) {
        const { epochId, partition } = followed.place;
        await this.store.openLanes([uid], epochId, [partition]);
        const rows = await this.store.lanes([partition], uid);
        if (this.partitions.get(partition) !== followed) continue;
        for (const row of rows) await this.attach(followed, row, [], false);
      }
    }
  }

  leave(partitions: readonly number[]): void {
    for (const partition of partitions) {
      this.partitions.get(partition)?.detach();
      this.partitions.delete(partition);
    }
  }

  /** Lets go of lanes whose trails are gone. */
  forgetStopped(): void {
    const known = new Set(this.workers.all());
    for (const followed of this.partitions.values()) {
      for (const worker of followed.lanes.keys()) if (!known.has(worker)) followed.lanes.delete(worker);
      for (const [lane, worker] of followed.leftovers) if (!known.has(worker)) followed.leftovers.delete(lane);
    }
  }

  /** Writes down where reading has to start after a restart. */
  async save(): Promise<void> {
    const ahead = [...this.partitions.values()].flatMap((followed) => {
      const next = followed.unsaved;
      return next === undefined ? [] : [{ followed, next }];
    });
    if (ahead.length === 0) return;
    await this.store.saveLogPositions(ahead.map(({ followed, next }) => ({ ...followed.place, next })));
    for (const { followed, next } of ahead) followed.markSaved(next);
  }

  private async attach(
    followed: FollowedPartition,
    row: LaneRow,
    saved: readonly LanePosition[],
    cut: boolean,
  ): Promise<void> {
    const worker = this.workers.of(row.trailUid);
    if (!worker) return;
    if (row.epochId !== followed.place.epochId) return this.attachLeftover(followed, row, saved);
    // Where the log has lost something, the store may have it still.
    const missed = cut && !row.behind;
    const next = missed ? later(row.next, positionIn(saved, row.epochId, row.partition)) : row.next;
    const lane = new Lane(followed.place, next, row.behind || missed);
    followed.lanes.set(worker, lane);
    worker.addLane(lane);
  }

  /** A lane of a log that is gone: as far as that was stored, it is still delivered. */
  private async attachLeftover(
    followed: FollowedPartition,
    row: LaneRow,
    saved: readonly LanePosition[],
  ): Promise<void> {
    const worker = this.workers.of(row.trailUid);
    const { epochId, partition, trailUid } = row;
    const next = row.behind ? row.next : later(row.next, positionIn(saved, epochId, partition));
    const end = (await this.reader.storedOffset(epochId, partition)) ?? 0n;
    if (next >= end) return this.store.closeLane(trailUid, { epochId, partition });
    if (!worker || this.partitions.get(partition) !== followed) return;
    const lane = new Lane({ epochId, partition, term: followed.place.term }, next, true, end);
    followed.leftovers.set(lane, worker);
    worker.addLane(lane);
  }
}

const positionIn = (positions: readonly LanePosition[], epochId: number, partition: number): bigint | undefined =>
  positions.find((position) => position.epochId === epochId && position.partition === partition)?.next;

const later = (one: bigint, other: bigint | undefined): bigint => (other !== undefined && other > one ? other : one);
