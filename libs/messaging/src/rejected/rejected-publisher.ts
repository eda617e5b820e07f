import { PublishRefusedError } from '../errors';
import type { KafkaConnection } from '../kafka/connection';
import { rejectedRecords } from '../metrics';
import { AuditProducer } from '../producer/audit-producer';
import type { ReceivedRecord } from '../records';
import { rejectedRecord, truncatedRecord, type Rejection } from './rejected-record';

export interface RejectedPublisherOptions {
  /** The rejected topic. */
  topic: string;
  /** The app that rejects, for the header `reject-app`. */
  app: string;
  timeoutMs?: number;
}

/** Keeps what can't be stored, with its reason, so that the partition can move on. */
export class RejectedPublisher {
  private readonly producer: AuditProducer;

  constructor(
    kafka: KafkaConnection,
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
   * writes them again: (reject-topic, reject-partition, reject-offset) tells them apart.
   * @throws PublishTimeoutError when Kafka is away: call again
   */
  async rejectAll(rejections: readonly Rejection[]): Promise<void> {
    if (rejections.length === 0) return;
    const { app } = this.options;
    const now = new Date();
    try {
      await this.producer.publish(rejections.map((rejection) => rejectedRecord(rejection, app, now)));
    } catch (error) {
      if (!(error instanceof PublishRefusedError)) throw error;
      for (const rejection of rejections) await this.rejectAlone(rejection, now);
    }
    for (const { code } of rejections) rejectedRecords.inc({ app, code });
  }

  close(): Promise<void> {
    return this.producer.close();
  }

  private async rejectAlone(rejection: Rejection, now: Date): Promise<void> {
    const { app } = this.options;
    try {
      await this.producer.publish([rejectedRecord(rejection, app, now)]);
    } catch (error) {
      if (!(error instanceof PublishRefusedError)) throw error;
      await this.producer.publish([truncatedRecord(rejection, app, now)]);
    }
  }
}
