import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { PartitionKeeper } from '@trailbook/store/append';
import { IngestConfig } from '../config';
import { detachedMonths } from '../metrics';
import { Troubles } from '../operations/troubles';
import { Repeating } from './repeating';

const hour = 3_600_000;
const soon = 60_000;
const monthsAhead = 3;

/** Makes the months ahead, and drops those behind the retention. Any number of instances may do it. */
@Injectable()
export class PartitionUpkeep implements OnApplicationShutdown {
  private readonly logger = new Logger(PartitionUpkeep.name);
  private readonly repeating: Repeating;
  private due = 0;
  private warned = false;
  private detached: string[] = [];

  constructor(
    @Inject(IngestConfig) private readonly config: IngestConfig,
    @Inject(PartitionKeeper) private readonly keeper: PartitionKeeper,
    @Inject(Troubles) private readonly troubles: Troubles,
  ) {
    this.repeating = new Repeating(
      soon,
      () => this.whenDue(),
      (error) => this.failed(error),
    );
  }

  start(): void {
    this.repeating.start();
  }

  /** Makes what is missing ahead. @throws StoreError */
  async ensureAhead(): Promise<void> {
    const made = await this.keeper.ensureAhead(monthsAhead);
    if (made.length > 0) this.logger.log({ msg: 'partitions made', months: made });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.repeating.stop();
    await this.keeper.close();
  }

  private async whenDue(): Promise<void> {
    await this.lookForDetached();
    if (Date.now() < this.due) return;
    await this.ensureAhead();
    const { done, busy, covered } = await this.keeper.dropBehind(this.config.RETENTION_DAYS);
    if (done.length > 0) this.logger.log({ msg: 'partitions behind the retention dropped', months: done });
    if (covered.length > 0 && !this.warned) {
      this.warned = true;
      this.logger.warn({
        msg: 'RETENTION_DAYS is shorter here than the retention that migrate set: these months are kept; set both alike',
        months: covered,
      });
    }
    this.troubles.clear('upkeep of partitions');
    this.due = Date.now() + (busy.length > 0 ? soon : hour);
  }

  /** Says it before an event of such a month comes, at which writing stops. */
  private async lookForDetached(): Promise<void> {
    const detached = await this.keeper.detached();
    detachedMonths.set(detached.length);
    for (const sentence of detached) if (!this.detached.includes(sentence)) this.logger.warn({ msg: sentence });
    this.detached = detached;
  }

  private failed(error: unknown): void {
    this.troubles.set('upkeep of partitions', error);
    this.logger.warn({ msg: 'upkeep of the partitions failed; it is tried again in a minute', err: error });
  }
}
