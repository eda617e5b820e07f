import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { AuditProducer, BatchTransport, RejectedPublisher } from '@trailbook/messaging';
import { ReadinessRegistry } from '@trailbook/service';
import { EntryWriter } from '@trailbook/store/append';
import { PartitionUpkeep } from '../upkeep/partition-upkeep';
import { RollupUpkeep } from '../upkeep/rollup-upkeep';
import { VerdictUpkeep } from '../upkeep/verdict-upkeep';
import { Writers } from '../writing/writers';
import { Losses } from './losses';
import { Troubles } from './troubles';

/** Starts the parts in order, says whether they work, and closes what they share. */
@Injectable()
export class Lifecycle implements OnApplicationShutdown {
  constructor(
    @Inject(BatchTransport) private readonly transport: BatchTransport,
    @Inject(EntryWriter) private readonly store: EntryWriter,
    @Inject(Writers) private readonly writers: Writers,
    @Inject(PartitionUpkeep) private readonly partitions: PartitionUpkeep,
    @Inject(RollupUpkeep) private readonly rollups: RollupUpkeep,
    @Inject(VerdictUpkeep) private readonly verdicts: VerdictUpkeep,
    @Inject(AuditProducer) private readonly producer: AuditProducer,
    @Inject(RejectedPublisher) private readonly rejected: RejectedPublisher,
    @Inject(Troubles) private readonly troubles: Troubles,
    @Inject(Losses) private readonly losses: Losses,
    @Inject(ReadinessRegistry) private readonly readiness: ReadinessRegistry,
  ) {}

  /**
   * Kafka may be away: then it is not ready until its consumer is there.
   * @throws Error with one sentence when the store can't be reached
   */
  async start(): Promise<void> {
    await this.store.check();
    this.readiness.add('kafka', () => this.transport.assertAlive());
    this.readiness.add('store', () => this.store.check());
    this.readiness.add('writing', () => this.troubles.assertNone());
    this.readiness.add('losses', () => this.losses.assertNone());
    this.writers.start();
    this.partitions.start();
    this.rollups.start();
    this.verdicts.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.writers.ended();
    await Promise.all([this.producer.close(), this.rejected.close()]);
    await this.store.close();
  }
}
