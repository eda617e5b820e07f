import { Controller } from '@nestjs/common';
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
import { LogFollower } from './log-follower';

/** The consumer of audit events, declared in `trail-sink.module.ts`. */
@Controller()
export class EventsConsumer {
  constructor(private readonly follower: LogFollower) {}

  @BatchConsumer('events')
  batch(@Payload() batch: PartitionBatch): Promise<void> {
    return this.follower.batch(batch);
  }

  @OnAssigned('events')
  assigned(@Payload() partitions: AssignedPartition[], @Ctx() control: ConsumerControl): Promise<Positions> {
    return this.follower.assigned(partitions, control);
  }

  @OnRevoked('events')
  revoked(@Payload() partitions: number[]): Promise<void> {
    return this.follower.revoked(partitions);
  }

  @OnStopping('events')
  stopping(): Promise<void> {
    return this.follower.drain();
  }
}
