import { setTimeout as sleep } from 'node:timers/promises';
import type { EncodedRecord } from '@trailbook/contract';
import { AuditProducer, MessagingError, type KafkaConnection, type OutgoingRecord } from '@trailbook/messaging';
import type { Claims } from './claims';
import { loadEvent } from './load-event';

const tickMs = 50;
/** One event in so many is sent again, in the batch that follows. */
const repeatEvery = 20;
const malformedEvery = 200;

export const malformedValue = (source: string, number: number): string => `{"malformed": "${source} ${number}"`;

/**
 * A service that produces at a steady rate, or faster while it is told to, tries again whatever Kafka did not acknowledge, and now and then sends what
 * it sent before, or what nobody can read.
 */
export class LoadProducer {
  /** Numbers below this one are in Kafka. */
  events = 0;
  repeats = 0;
  malformed = 0;
  /** Batches that Kafka did not acknowledge in time, and that were handed over again. */
  retried = 0;
  /** Times as fast as usual. */
  haste = 1;
  private readonly over = new AbortController();
  private readonly producer: AuditProducer;
  private running: Promise<void> | undefined;

  /**
   * @param keyed whether its records have the tenant as key, so that a tenant's events keep their order
   * @param claims of contested identities, which it sends besides
   */
  constructor(
    kafka: KafkaConnection,
    topic: string,
    readonly source: string,
    readonly keyed: boolean,
    private readonly perSecond: number,
    private readonly claims?: Claims,
  ) {
    this.producer = new AuditProducer(kafka, { topic, timeoutMs: 3_000 });
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Resolves when everything that it began to send is in Kafka. */
  async stop(): Promise<void> {
    this.over.abort();
    await this.running;
    await this.deliver(this.claims?.rest() ?? []);
    await this.producer.close();
  }

  private async run(): Promise<void> {
    let again: OutgoingRecord[] = [];
    while (!this.over.signal.aborted) {
      const size = Math.max(1, Math.round((this.perSecond * this.haste * tickMs) / 1_000));
      const started = Date.now();
      const batch: OutgoingRecord[] = [...again, ...(this.claims?.next() ?? [])];
      again = [];
      for (let number = this.events; number < this.events + size; number += 1) {
        const record = this.record(this.event(number, started));
        batch.push(record);
        if (number % repeatEvery === 0) again.push(record);
        if (number % malformedEvery === 0) {
          batch.push({ ...record, value: malformedValue(this.source, this.malformed) });
          this.malformed += 1;
        }
      }
      await this.deliver(batch);
      this.events += size;
      this.repeats += again.length;
      await sleep(Math.max(0, tickMs - (Date.now() - started)));
    }
  }

  private event(number: number, time: number): EncodedRecord {
    return loadEvent({ id: String(number), source: this.source, time, number, message: `Event ${number}` });
  }

  private record(encoded: EncodedRecord): OutgoingRecord {
    return this.keyed ? encoded : { ...encoded, key: null };
  }

  private async deliver(batch: readonly OutgoingRecord[]): Promise<void> {
    while (batch.length > 0) {
      try {
        return await this.producer.publish(batch);
      } catch (error) {
        if (!(error instanceof MessagingError) || !error.retriable) throw error;
        this.retried += 1;
      }
    }
  }
}
