import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import {
  BatchConsumer,
  OnAssigned,
  OnRevoked,
  OnStopping,
  type AssignedPartition,
  type ConsumerControl,
  type PartitionBatch,
  type Positions,
} from '@trailbook/messaging';
import { Writers } from '../writing/writers';
import { Intake } from './intake';

/** The consumer of audit events, declared in `ingest.module.ts`. */
@Controller()
export class EventsConsumer {
  constructor(
    @Inject(Intake) private readonly intake: Intake,
    @Inject(Writers) private readonly writers: Writers,
  ) {}

  @BatchConsumer('events')
  batch(@Payload() batch: PartitionBatch, @Ctx() control: ConsumerControl): Promise<void> {
    return this.intake.batch(batch, control);
  }

  @OnAssigned('events')
  assigned(@Payload() partitions: AssignedPartition[], @Ctx() control: ConsumerControl): Promise<Positions> {
    return this.intake.assigned(partitions, control);
  }

  @OnRevoked('events')
  revoked(@Payload() partitions: number[]): void {
    this.intake.revoked(partitions);
  }

  @OnStopping('events')
  stopping(): Promise<void> {
    return this.writers.drain();
  }
}
