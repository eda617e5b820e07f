import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { RollupFolder } from '@trailbook/store/append';
import { folded } from '../metrics';
import { Repeating } from './repeating';

/** A day's row is written anew each time that something is added to it: seldom is cheaper, and readers don't notice. */
const pauseMs = 5_000;

/** Folds what chunks have added into the counts by day. Of several instances one folds at a time. */
@Injectable()
export class RollupUpkeep implements OnApplicationShutdown {
  private readonly logger = new Logger(RollupUpkeep.name);
  private readonly repeating: Repeating;
  private failing = false;

  constructor(@Inject(RollupFolder) private readonly folder: RollupFolder) {
    this.repeating = new Repeating(
      pauseMs,
      () => this.fold(),
      (error) => this.failed(error),
    );
  }

  start(): void {
    this.repeating.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.repeating.stop();
    await this.folder.close();
  }

  private async fold(): Promise<void> {
    folded.inc(await this.folder.fold());
    this.failing = false;
  }

  /** Nothing is wrong by it: readers add what isn't folded yet. */
  private failed(error: unknown): void {
    if (!this.failing) this.logger.warn({ msg: 'counts could not be folded; it is tried again', err: error });
    this.failing = true;
  }
}
