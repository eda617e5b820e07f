import { Inject, Injectable, Logger } from '@nestjs/common';
import type { DecideOptions } from '@trailbook/contract';
import type { AssignedPartition, ConsumerControl, PartitionBatch, Positions } from '@trailbook/messaging';
import { decideOptionsOf } from '@trailbook/service';
import { IngestConfig } from '../config';
import { received } from '../metrics';
import { PositionFinder } from '../positions/position-finder';
import { Accumulator } from './accumulator';
import { Assignments } from './assignments';
import { judge } from './judge';
import { Pressure } from './pressure';
import type { Stretch } from './stretch';

/** From Kafka's batches to judged stretches that wait for a writer. */
@Injectable()
export class Intake {
  private readonly logger = new Logger(Intake.name);
  private readonly options: DecideOptions;
  private tail: Promise<void> = Promise.resolve();

  constructor(
    @Inject(IngestConfig) config: IngestConfig,
    @Inject(Accumulator) private readonly accumulator: Accumulator<Stretch>,
    @Inject(Assignments) private readonly assignments: Assignments,
    @Inject(Pressure) private readonly pressure: Pressure,
    @Inject(PositionFinder) private readonly positions: PositionFinder,
  ) {
    this.options = decideOptionsOf(config);
  }

  /** Partitions that are left out are asked for again: their position isn't known now. */
  async assigned(partitions: AssignedPartition[], control: ConsumerControl): Promise<Positions> {
    this.forget(partitions.map(({ partition }) => partition));
    this.pressure.of(control);
    try {
      const { epochId, positions } = await this.positions.find(partitions.map(({ partition }) => partition));
      for (const { partition, assignment } of partitions) this.assignments.set(partition, { assignment, epochId });
      return positions;
    } catch (error) {
      this.logger.warn({ msg: 'where to read on is not known yet', err: error });
      return new Map();
    }
  }

  revoked(partitions: number[]): void {
    this.forget(partitions);
  }

  /** Resolves when the batch is judged and queued. Batches are judged in the order of the calls. */
  batch(batch: PartitionBatch, control: ConsumerControl): Promise<void> {
    const judged = this.tail.then(() => this.take(batch, control));
    this.tail = judged.catch(() => undefined);
    return judged;
  }

  private async take(batch: PartitionBatch, control: ConsumerControl): Promise<void> {
    const epochId = this.assignments.epochOf(batch.partition, batch.assignment);
    if (epochId === undefined) return;
    const stretch: Stretch = { ...(await judge(batch, epochId, this.options)), control };
    received.inc(batch.records.length);
    if (!this.assignments.isCurrent(stretch)) return;
    this.accumulator.add(stretch);
    this.pressure.of(control);
  }

  private forget(partitions: number[]): void {
    for (const partition of partitions) {
      this.assignments.delete(partition);
      this.accumulator.drop(partition);
    }
    this.pressure.check();
  }
}
