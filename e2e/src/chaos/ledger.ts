import { setTimeout as sleep } from 'node:timers/promises';
import { sumIn } from '../faults/metrics';
import type { AppPart } from './app-part';

const counted = {
  received: 'trailbook_ingest_received_total',
  stored: 'trailbook_ingest_stored_total',
  repeats: 'trailbook_ingest_repeats_total',
  rejected: 'trailbook_ingest_rejected_total',
  fenced: 'trailbook_ingest_fenced_total',
  retried: 'trailbook_ingest_failures_total',
  epochs: 'trailbook_ingest_epochs_total',
  lost: 'trailbook_ingest_lost_records_total',
};
export type Counts = Record<keyof typeof counted, number>;

const names = Object.keys(counted) as (keyof Counts)[];

/** Writes down twice a second what each ingest has counted: a process that is killed takes it along. */
export class Ledger {
  private readonly byProcess = new Map<number, Counts>();
  private readonly over = new AbortController();
  private readonly running: Promise<void>;

  constructor(private readonly ingests: readonly AppPart[]) {
    this.running = this.keep();
  }

  async stop(): Promise<void> {
    this.over.abort();
    await this.running;
  }

  /** At least what was counted, in all lives of all instances. */
  async total(): Promise<Counts> {
    await this.look();
    const total = Object.fromEntries(names.map((name) => [name, 0])) as Counts;
    for (const counts of this.byProcess.values()) for (const name of names) total[name] += counts[name];
    return total;
  }

  private async keep(): Promise<void> {
    while (!this.over.signal.aborted) {
      await this.look();
      await sleep(500);
    }
  }

  private async look(): Promise<void> {
    await Promise.all(
      this.ingests.map(async (ingest) => {
        const { pid } = ingest;
        const text = pid === undefined ? undefined : await ingest.metrics().catch(() => undefined);
        if (pid === undefined || text === undefined) return;
        this.byProcess.set(pid, Object.fromEntries(names.map((name) => [name, sumIn(text, counted[name])])) as Counts);
      }),
    );
  }
}
