import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { KafkaConnection, watermarks } from '@trailbook/messaging';
import { EntryWriter } from '@trailbook/store/append';
import { IngestConfig } from '../config';
import { Assignments } from '../intake/assignments';
import { Repeating } from './repeating';

const pauseMs = 600_000;

/**
 * Forgets which records became no entry once Kafka has deleted them: until then whoever reads the log may ask. Each instance
 * does it for the partitions that it has.
 */
@Injectable()
export class VerdictUpkeep implements OnApplicationShutdown {
  private readonly logger = new Logger(VerdictUpkeep.name);
  private readonly repeating: Repeating;

  constructor(
    @Inject(IngestConfig) private readonly config: IngestConfig,
    @Inject(KafkaConnection) private readonly kafka: KafkaConnection,
    @Inject(EntryWriter) private readonly store: EntryWriter,
    @Inject(Assignments) private readonly assignments: Assignments,
  ) {
    this.repeating = new Repeating(
      pauseMs,
      () => this.forget(),
      (error) => this.logger.warn({ msg: 'verdicts on deleted records could not be forgotten yet', err: error }),
    );
  }

  start(): void {
    this.repeating.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.repeating.stop();
  }

  private async forget(): Promise<void> {
    const epochs = this.assignments.byEpoch();
    if (epochs.size === 0) return;
    // After the epochs: where the topic is made again meanwhile, its log begins at 0, before which there is nothing.
    const log = await watermarks(this.kafka, this.config.AUDIT_TOPIC);
    for (const [epochId, partitions] of epochs) {
      const begins = new Map(partitions.map((partition) => [partition, log.get(partition)?.low ?? 0n]));
      const forgotten = await this.store.forgetVerdicts(epochId, begins);
      if (forgotten > 0)
        this.logger.log({ msg: 'verdicts on records that Kafka has deleted are forgotten', forgotten });
    }
  }
}
