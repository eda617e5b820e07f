import type { KafkaConnection } from '../kafka/connection';
import { lostRejections, rejectedRecords } from '../metrics';
import { AuditProducer } from '../producer/audit-producer';
import type { OutgoingRecord, ReceivedRecord } from '../records';
import { isAboutRecords, KnownRefusals } from './known-refusals';
import { cuts, digestOf, rejectedRecord, truncatedRecord, type RejectedBy, type Rejection } from './rejected-record';

export interface RejectedPublisherOptions {
  /** The rejected topic. */
  topic: string;
  /** The app that rejects, for the header `reject-app`. */
  app: string;
  timeoutMs?: number;
}

/** A rejection, and the record that keeps it. */
interface Kept {
  rejection: Rejection;
  record: OutgoingRecord;
}

/** Keeps what can't be stored, with its reason, so that the partition can move on. */
export class RejectedPublisher {
  private readonly producer: AuditProducer;
  private readonly refusals = new KnownRefusals();

  constructor(
    private readonly kafka: KafkaConnection,
    private readonly options: RejectedPublisherOptions,
  ) {
    this.producer = new AuditProducer(kafka, { topic: options.topic, timeoutMs: options.timeoutMs ?? 30_000 });
  }

  /** As `rejectAll`, for one record. */
  reject(record: ReceivedRecord, code: string, reason: string): Promise<void> {
    return this.rejectAll([{ record, code, reason }]);
  }

  /**
   * Resolves when the rejected topic has them all; only then may their offsets be left behind. A crash before that
   * writes them again: (reject-topic, reject-partition, reject-offset) tells them apart. A record that the topic refuses
   * is cut until it fits. One that it takes in no form is lost: it is counted, and logged with its digest.
   * @throws PublishTimeoutError when Kafka is away: call again
   * @throws PublishRefusedError when the topic can't be written at all
   */
  async rejectAll(rejections: readonly Rejection[]): Promise<void> {
    const by: RejectedBy = { app: this.options.app, at: new Date() };
    const likely: Kept[] = [];
    const refused: Kept[] = [];
    for (const rejection of rejections) {
      const record = rejectedRecord(rejection, by);
      (this.refusals.allows(record) ? likely : refused).push({ rejection, record });
    }
    await this.keep(likely, by);
    for (const one of refused) await this.keepAlone(one, by);
  }

  close(): Promise<void> {
    return this.producer.close();
  }

  /** Halves of what the topic refuses show which record it is about. */
  private async keep(all: readonly Kept[], by: RejectedBy): Promise<void> {
    const [only, ...others] = all;
    if (only === undefined) return;
    if (others.length === 0) return this.keepAlone(only, by);
    const records = all.map(({ record }) => record);
    if (this.refusals.allowsTogether(records) && (await this.isTaken(records))) {
      for (const { rejection } of all) this.count(rejection);
      return;
    }
    const middle = Math.ceil(all.length / 2);
    await this.keep(all.slice(0, middle), by);
    await this.keep(all.slice(middle), by);
  }

  private async keepAlone({ rejection, record }: Kept, by: RejectedBy): Promise<void> {
    const forms = [() => record, ...cuts.map((cut) => () => truncatedRecord(rejection, by, cut))];
    for (const form of forms) {
      const tried = form();
      if (this.refusals.allows(tried) && (await this.isTaken([tried]))) return this.count(rejection);
    }
    this.lose(rejection);
  }

  /** Whether the topic has the records; it doesn't where it refuses them as they are. */
  private async isTaken(records: readonly OutgoingRecord[]): Promise<boolean> {
    try {
      await this.producer.publish(records);
      return true;
    } catch (error) {
      if (!isAboutRecords(error)) throw error;
      this.refusals.learn(error, records);
      return false;
    }
  }

  private count({ code }: Rejection): void {
    rejectedRecords.inc({ app: this.options.app, code });
  }

  private lose({ record, code, reason }: Rejection): void {
    lostRejections.inc({ app: this.options.app, code });
    const origin = { topic: record.topic, partition: record.partition, offset: String(record.offset) };
    this.kafka.log.error(
      { ...origin, rejectedTopic: this.options.topic, code, reason, ...digestOf(record) },
      'the rejected topic takes this record in no form: it is lost, and the partition moves on',
    );
  }
}
