import { Inject, Injectable, Logger } from '@nestjs/common';
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

/** For so long another instance may hold a partition that Kafka has given away: it is expelled from the group by then. */
const longestHandoverMs = 15_000;

/** Which partitions this instance follows, and where every lane on them stands. */
@Injectable()
export class LaneKeeper implements LogCursors {
  private readonly logger = new Logger(LaneKeeper.name);
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
    return followed?.place === place ? followed.cursor : undefined;
  }

  isReadingOn({ place }: Lane): boolean {
    return this.partitions.get(place.partition)?.isReadingOn ?? false;
  }

  /** The partition, if it still is the one of this assignment. */
  current(partition: number, assignment: number): FollowedPartition | undefined {
    const followed = this.partitions.get(partition);
    return followed?.assignment === assignment ? followed : undefined;
  }

  /** Those of whose next records it isn't known yet what ingest made of them. */
  waiting(): FollowedPartition[] {
    return [...this.partitions.values()].filter(({ waitsSince }) => waitsSince !== undefined);
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
    const { uids } = this.workers;
    await this.store.openLanes(uids, epochId, numbers);
    await this.store.leaveBehind(uids, epochId, numbers);
    const [rows, saved] = await Promise.all([this.store.lanes(numbers), this.store.logPositions(numbers)]);
    const taken: FollowedPartition[] = [];
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
      // Where the log has lost something, the store may have it still.
      for (const row of present) this.attach(followed, row, saved, row.behind || start.cut);
      this.partitions.set(partition, followed);
      for (const row of own) await this.attachLeftover(followed, row, saved);
      taken.push(followed);
    }
    const verdicts = await this.reader.verdicts(taken);
    taken.forEach((followed, index) => {
      followed.learn(verdicts[index]);
      positions.set(followed.place.partition, followed.cursor);
    });
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
        // The log may have been read past what the trail has to get.
        for (const row of rows) if (row.epochId === epochId) this.attach(followed, row, [], true);
        for (const row of rows) await this.attachLeftover(followed, row, []);
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

  /** Writes down where every partition stands. Not to be called again before it is done. */
  async save(): Promise<void> {
    for (const followed of [...this.partitions.values()]) {
      const checkpoint = followed.checkpoint();
      if (!checkpoint) continue;
      if (await this.store.writeCheckpoint(checkpoint)) followed.written(checkpoint);
      else if (followed.refused() > longestHandoverMs) this.takeAgain(followed);
    }
  }

  /** Somebody who has no right to the partition took it over, and is gone perhaps: it would never be written down again. */
  private takeAgain(followed: FollowedPartition): void {
    const { partition } = followed.place;
    this.logger.warn({
      partition,
      msg: 'a partition was taken over by somebody whom Kafka did not give it: taken again',
    });
    followed.askAgain();
  }

  private attach(followed: FollowedPartition, row: LaneRow, saved: readonly LanePosition[], behind: boolean): void {
    const worker = this.workers.of(row.trailUid);
    if (!worker) return;
    const lane = new Lane(followed.place, deliveredUpTo(row, saved), behind);
    followed.lanes.set(worker, lane);
    worker.addLane(lane);
  }

  /** A lane of a log that is gone: as far as that was stored, it is still delivered. */
  private async attachLeftover(
    followed: FollowedPartition,
    row: LaneRow,
    saved: readonly LanePosition[],
  ): Promise<void> {
    const { epochId, partition, trailUid } = row;
    const worker = this.workers.of(trailUid);
    if (!worker || epochId === followed.place.epochId) return;
    const next = deliveredUpTo(row, saved);
    const end = (await this.reader.storedOffset(epochId, partition)) ?? 0n;
    if (next >= end) return this.store.closeLane(trailUid, { epochId, partition });
    if (this.partitions.get(partition) !== followed) return;
    const lane = new Lane({ epochId, partition, term: followed.place.term }, next, true, end);
    followed.leftovers.set(lane, worker);
    worker.addLane(lane);
  }
}

const positionIn = (positions: readonly LanePosition[], epochId: number, partition: number): bigint | undefined =>
  positions.find((position) => position.epochId === epochId && position.partition === partition)?.next;

/** A lane that follows the log lacks nothing from before the position at which the log is read on. */
function deliveredUpTo({ behind, epochId, partition, next }: LaneRow, saved: readonly LanePosition[]): bigint {
  const position = behind ? undefined : positionIn(saved, epochId, partition);
  return position !== undefined && position > next ? position : next;
}
