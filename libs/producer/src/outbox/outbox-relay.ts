import { Logger } from '@nestjs/common';
import { WakeUp } from '@trailbook/messaging';
import { outboxMetrics } from './outbox-metrics';
import { OutboxStore, type OutboxRow } from './outbox-store';

/** Publishes rows in their order and returns once Kafka has all of them. */
export type PublishRows = (rows: readonly OutboxRow[]) => Promise<void>;
export type RelayStore = Pick<OutboxStore, 'open' | 'lock' | 'first' | 'remove' | 'backlog' | 'close'>;

export interface RelayOptions {
  schema: string;
  openStore: () => RelayStore;
  publish: PublishRows;
  batchSize?: number;
  /** Longest time that an event of another instance waits to be seen, 500 ms by default; an event of this one is announced. */
  pollMs?: number;
}

const STANDBY_MS = 500;
/** An instance announces its own events to its relay; what other instances write is found by polling. */
const POLL_MS = 500;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
const BACKLOG_EVERY_MS = 5_000;
const DRAIN_MS = 2_000;
/** A turn of the loop ends within its time-outs: after this long without one it hangs. */
const STALLED_AFTER_MS = 60_000;

/**
 * Carries events from a schema's outbox to Kafka: one relay for each schema, in the order in which they were written,
 * at least once. A row is removed after Kafka acknowledged it, so a crash between the two publishes it again with the
 * same identity and time, which ingest recognises.
 */
export class OutboxRelay {
  private readonly logger = new Logger(OutboxRelay.name);
  private readonly metrics = outboxMetrics();
  private readonly wakeUp = new WakeUp();
  private stopping = false;
  private drainUntil = 0;
  private running: Promise<void> | undefined;
  private failures = { publish: 0, database: 0 };
  private lastTurn = Date.now();
  private databaseFault: string | undefined;
  private backlogAt = 0;

  constructor(private readonly options: RelayOptions) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Publishes what is there, for as long as Kafka takes it and at most {@link DRAIN_MS}, and gives up the lock. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.drainUntil = Date.now() + DRAIN_MS;
    this.wakeUp.call();
    await this.running;
  }

  /** There is something new in the outbox. */
  announce(): void {
    this.wakeUp.call();
  }

  /**
   * Readiness. Kafka being away does not fail it: requests are served meanwhile and their events wait in the outbox,
   * which the metrics `trailbook_outbox_waiting` and `trailbook_outbox_oldest_seconds` show.
   * @throws Error when the outbox can't be read, or the relay hangs
   */
  check(): void {
    if (this.databaseFault !== undefined) throw new Error(`The outbox can't be read: ${this.databaseFault}`);
    const idleMs = Date.now() - this.lastTurn;
    if (idleMs > STALLED_AFTER_MS) throw new Error(`The outbox relay hangs since ${Math.round(idleMs / 1000)} s`);
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      const store = this.options.openStore();
      try {
        await store.open();
        await this.relayWith(store);
      } catch (error) {
        await this.pauseAfter('database', error);
      } finally {
        this.metrics.active.set({ schema: this.options.schema }, 0);
        await store.close().catch((error: unknown) => this.logger.debug({ err: error, msg: 'closing failed' }));
      }
    }
  }

  private async relayWith(store: RelayStore): Promise<void> {
    const { schema, batchSize = 1_000, pollMs = POLL_MS } = this.options;
    while (!(await store.lock())) {
      this.turned();
      await this.wakeUp.sleep(STANDBY_MS);
      if (this.stopping) return;
    }
    this.metrics.active.set({ schema }, 1);
    for (;;) {
      const rows = await store.first(batchSize);
      this.turned();
      await this.measure(store);
      if (this.stopping && (rows.length === 0 || Date.now() > this.drainUntil)) return;
      if (rows.length === 0) await this.wakeUp.sleep(pollMs);
      else if (await this.published(rows)) await this.remove(store, rows);
      else if (this.stopping) return;
    }
  }

  /** A failure is Kafka's and leaves the database's lock alone: the same rows are tried again. */
  private async published(rows: OutboxRow[]): Promise<boolean> {
    try {
      await this.options.publish(rows);
      if (this.failures.publish > 0) this.logger.log({ schema: this.options.schema, msg: 'the outbox flows again' });
      this.failures.publish = 0;
      return true;
    } catch (error) {
      await this.pauseAfter('publish', error);
      return false;
    }
  }

  private async remove(store: RelayStore, rows: OutboxRow[]): Promise<void> {
    await store.remove(rows);
    this.metrics.published.inc({ schema: this.options.schema }, rows.length);
  }

  private async measure(store: RelayStore): Promise<void> {
    if (Date.now() - this.backlogAt < BACKLOG_EVERY_MS) return;
    this.backlogAt = Date.now();
    const { waiting, oldestSeconds } = await store.backlog();
    this.metrics.waiting.set({ schema: this.options.schema }, waiting);
    this.metrics.oldestSeconds.set({ schema: this.options.schema }, oldestSeconds);
  }

  private turned(): void {
    this.lastTurn = Date.now();
    this.databaseFault = undefined;
    this.failures.database = 0;
  }

  /** Full jitter, so that instances which lost the same Kafka don't come back in step. */
  private async pauseAfter(step: 'publish' | 'database', error: unknown): Promise<void> {
    const reason = error instanceof Error ? error.message : String(error);
    this.metrics.failures.inc({ schema: this.options.schema, step });
    if (step === 'database') this.databaseFault = reason;
    const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.failures[step]);
    if (this.failures[step] === 0) {
      this.logger.warn({ schema: this.options.schema, step, reason, msg: 'events wait in the outbox' });
    }
    this.failures[step] += 1;
    const until = Date.now() + longest * (0.5 + Math.random() / 2);
    // Announcements of further events do not make an absent Kafka or database come back sooner.
    while (!this.stopping && Date.now() < until) await this.wakeUp.sleep(Math.max(1, until - Date.now()));
  }
}
