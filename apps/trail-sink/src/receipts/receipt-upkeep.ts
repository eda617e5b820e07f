import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { TrailSinkConfig } from '../trail-sink.config';
import { ReceiptStore } from './receipt-store';

const everyMs = 3_600_000;

/** Clears receipts away that nobody can ask for any more. Any number of instances may do it. */
@Injectable()
export class ReceiptUpkeep implements OnApplicationShutdown {
  private readonly logger = new Logger(ReceiptUpkeep.name);
  private timer: NodeJS.Timeout | undefined;
  private clearing: Promise<void> = Promise.resolve();

  constructor(
    @Inject(TrailSinkConfig) private readonly config: TrailSinkConfig,
    private readonly receipts: ReceiptStore,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.run(), everyMs);
    this.run();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.clearing;
  }

  private run(): void {
    this.clearing = this.clearing.then(async () => {
      try {
        const cleared = await this.receipts.clear(this.config.RETENTION_DAYS);
        if (cleared > 0) this.logger.log({ msg: 'receipts behind the retention cleared away', cleared });
      } catch (error) {
        this.logger.warn({ err: error, msg: 'receipts could not be cleared away, trying again in an hour' });
      }
    });
  }
}
