import { endpoints } from '../system/running-system';
import { metricsOf, sumIn } from './metrics';

export interface Counted {
  /** Records that ingest took from Kafka and judged, also those it took more than once. */
  received: number;
  repeats: number;
  /** Attempts at a transaction that were made again. */
  attempts: number;
}

const none: Counted = { received: 0, repeats: 0, attempts: 0 };
const add = (one: Counted, other: Counted): Counted => ({
  received: one.received + other.received,
  repeats: one.repeats + other.repeats,
  attempts: one.attempts + other.attempts,
});

/** Adds up what one ingest after the other counts: each forgets at its end. */
export class IngestLedger {
  private ended = none;

  /** What the ingest that runs now has counted. */
  private async present(): Promise<Counted> {
    const text = await metricsOf(endpoints().metrics.ingest ?? '');
    return {
      received: sumIn(text, 'trailbook_ingest_received_total'),
      repeats: sumIn(text, 'trailbook_ingest_repeats_total'),
      attempts: sumIn(text, 'trailbook_ingest_failures_total'),
    };
  }

  /** To be called just before ingest is killed. */
  async close(): Promise<void> {
    this.ended = add(this.ended, await this.present());
  }

  async total(): Promise<Counted> {
    return add(this.ended, await this.present());
  }
}
