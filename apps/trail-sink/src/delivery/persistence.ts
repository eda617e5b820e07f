import type { Logger } from '@nestjs/common';
import { until } from './patience';

const [firstPauseMs, longestPauseMs] = [200, 5_000];

/** Writes what must not be lost: tries until the database has it. */
export class Persistence {
  constructor(
    private readonly trailUid: string,
    private readonly logger: Logger,
    private readonly stopping: AbortSignal,
  ) {}

  /** False when the worker stops before; tried at least once all the same. */
  async write(work: () => Promise<void>): Promise<boolean> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        await work();
        return true;
      } catch (error) {
        this.logger.warn({ err: error, trail: this.trailUid, msg: 'a position could not be written down yet' });
        if (this.stopping.aborted) return false;
        await until(Math.min(longestPauseMs, firstPauseMs * 2 ** attempt), this.stopping);
      }
    }
  }
}
