import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { RollupFolder } from '@trailbook/store/append';
import { folded, merged } from '../metrics';
import { Repeating } from './repeating';

/** A day's row is written anew each time that something is added to it: seldom is cheaper, and readers don't notice. */
const pauseMs = 5_000;
/** Rows folded in a pause that tell of a calm time, in which there is a processor for what can wait. */
const calm = 5_000;
/** Rows that make it worth while to merge what can be searched: in calm times, and whatever the times. */
const worthMerging = { calm: 1_000, busy: 200_000 };

/**
 * Folds what chunks have added into the counts by day, and merges what can be searched into blocks. Of several instances
 * one does it at a time.
 */
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
    const moved = await this.folder.fold();
    folded.inc(moved);
    const enough = moved < calm ? worthMerging.calm : worthMerging.busy;
    merged.inc(await this.folder.merge(enough, 1));
    this.failing = false;
  }

  /** Nothing is wrong by it: readers add what isn't folded or merged yet. */
  private failed(error: unknown): void {
    if (!this.failing)
      this.logger.warn({
        msg: 'counts could not be folded, or searched texts not merged; it is tried again',
        err: error,
      });
    this.failing = true;
  }
}
