import { setTimeout as sleep } from 'node:timers/promises';
import { encodeBinary, type EncodedRecord } from '@trailbook/contract';
import { AuditProducer, MessagingError, type KafkaConnection, type OutgoingRecord } from '@trailbook/messaging';

const tickMs = 50;
/** One event in so many is sent again, in the batch that follows. */
const repeatEvery = 20;
const malformedEvery = 200;
const tenants = 10;
const resources = 100;

export const tenantOf = (number: number): string => `tenant-${number % tenants}`;
export const malformedValue = (source: string, number: number): string => `{"malformed": "${source} ${number}"`;

/** The `number`th event of a source: the same whenever it is sent, its time included. */
function event(source: string, number: number, time: number): EncodedRecord {
  return encodeBinary({
    id: String(number),
    source,
    type: 'dev.trailbook.audit.event.v1',
    time,
    data: {
      tenantUid: tenantOf(number),
      ...(number % 3 > 0 && { projectUid: `project-${number % 3}` }),
      actionType: number % 2 === 0 ? 'update' : 'deploy',
      resource: { kind: `kind-${number % 4}`, uid: `resource-${number % resources}` },
      actor: { actorType: 'system' },
      actionMsg: `Event ${number}`,
    },
  });
}

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

  /** @param keyed whether its records have the tenant as key, so that a tenant's events keep their order */
  constructor(
    kafka: KafkaConnection,
    topic: string,
    readonly source: string,
    readonly keyed: boolean,
    private readonly perSecond: number,
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
    await this.producer.close();
  }

  private async run(): Promise<void> {
    let again: OutgoingRecord[] = [];
    while (!this.over.signal.aborted) {
      const size = Math.max(1, Math.round((this.perSecond * this.haste * tickMs) / 1_000));
      const started = Date.now();
      const batch: OutgoingRecord[] = again;
      again = [];
      for (let number = this.events; number < this.events + size; number += 1) {
        const record = this.record(event(this.source, number, started));
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

  private record(encoded: EncodedRecord): OutgoingRecord {
    return this.keyed ? encoded : { ...encoded, key: null };
  }

  private async deliver(batch: OutgoingRecord[]): Promise<void> {
    for (;;) {
      try {
        return await this.producer.publish(batch);
      } catch (error) {
        if (!(error instanceof MessagingError) || !error.retriable) throw error;
        this.retried += 1;
      }
    }
  }
}
