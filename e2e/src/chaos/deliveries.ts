import { setTimeout as sleep } from 'node:timers/promises';
import type { AwsPart } from './aws-part';
import { DigestedMessages } from './content';
import type { Trail } from './trails';

const everyMs = 1_000;

/** Takes over what the sinks of all trails got, while it comes: the stand-in would have to hold all of it. */
export class Deliveries {
  private readonly byTrail = new Map<Trail, DigestedMessages>();
  private readonly over = new AbortController();
  private readonly running: Promise<unknown>;

  constructor(
    private readonly aws: AwsPart,
    trails: readonly Trail[],
  ) {
    for (const trail of trails) this.byTrail.set(trail, new DigestedMessages());
    this.running = this.keep();
    this.running.catch(() => undefined); // told by `whole`
  }

  async stop(): Promise<void> {
    this.over.abort();
    await this.running.catch(() => undefined);
  }

  /**
   * All that each trail's sink holds.
   * @throws Error where there are others
   */
  async whole(): Promise<ReadonlyMap<Trail, DigestedMessages>> {
    this.over.abort();
    await this.running;
    await this.take();
    const known = [...this.byTrail.values()].reduce((sum, { length }) => sum + length, 0);
    const all = (await this.aws.streams()).reduce((sum, { count }) => sum + count, 0);
    if (all !== known) throw new Error(`of ${all} events at the sinks ${known} are of the trails`);
    return this.byTrail;
  }

  private async keep(): Promise<void> {
    while (!this.over.signal.aborted) {
      await this.take();
      await sleep(everyMs);
    }
  }

  /** A trail's stream is there from its first delivery on. */
  private async take(): Promise<void> {
    const streams = await this.aws.streams();
    for (const [{ group, stream }, held] of this.byTrail) {
      const found = streams.find((one) => one.group === group && one.stream === stream);
      if (found === undefined || found.count === held.length) continue;
      for (const message of await this.aws.take(group, stream)) held.add(message);
    }
  }
}
