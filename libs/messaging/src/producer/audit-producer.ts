import type { IHeaders, Message, Producer, TopicMessages } from 'kafkajs';
import { MessagingError, PublishTimeoutError } from '../errors';
import type { KafkaConnection } from '../kafka/connection';
import { within } from '../kafka/within';
import { publishedRecords, publishSeconds } from '../metrics';
import type { OutgoingRecord } from '../records';
import { withTraceparent } from '../tracing';
import { stickyPartitioner } from './partitioner';
import { takeSending, type Handover, type Sending } from './publish-queue';
import { refusalOf } from './refusal';

export interface AuditProducerOptions {
  /** Topic of records that name none. */
  topic?: string;
  /** How long `publish` may take in all, milliseconds. */
  timeoutMs?: number;
  maxBatchRecords?: number;
  /** Kept under Kafka's default limit of 1 MiB, which applies to all records of a request for one partition. */
  maxBatchBytes?: number;
}

/**
 * Publishes with acknowledgement of all in-sync replicas, in the order of the calls.
 *
 * Exactness rests on one rule: one batch at a time, and after a failure either the very same batch is sent again (Kafka
 * recognises its sequence numbers) or the client is replaced by one with a new producer id. kafkajs by itself would give
 * the numbers of a batch whose answer was lost to the next one, which Kafka would then take for a repetition and drop.
 */
export class AuditProducer {
  private readonly queue: Handover[] = [];
  private readonly limits: { maxRecords: number; maxBytes: number };
  private readonly timeoutMs: number;
  private client: Producer | undefined;
  private working: Promise<void> | undefined;
  private closed = false;

  constructor(
    private readonly kafka: KafkaConnection,
    private readonly options: AuditProducerOptions = {},
  ) {
    this.timeoutMs = options.timeoutMs ?? 10_000;
    this.limits = { maxRecords: options.maxBatchRecords ?? 1_000, maxBytes: options.maxBatchBytes ?? 512 * 1024 };
  }

  /**
   * Resolves when Kafka has all records.
   * @throws PublishTimeoutError when it didn't acknowledge in time: the records may be there or not, send them again
   * @throws PublishRefusedError when it never will
   */
  publish(records: readonly OutgoingRecord[]): Promise<void> {
    if (this.closed) return Promise.reject(new MessagingError('producer-closed', 'The producer is closed.', false));
    if (records.length === 0) return Promise.resolve();
    const pending = records.map((record) => withTraceparent({ ...record, topic: this.topicOf(record) }));
    return new Promise<void>((resolve, reject) => {
      this.queue.push({ pending, deadline: Date.now() + this.timeoutMs, resolve, reject });
      this.working ??= this.work();
    });
  }

  /** Waits for what was handed over, then disconnects. */
  async close(): Promise<void> {
    this.closed = true;
    await this.working;
    await this.discardClient();
  }

  private topicOf(record: OutgoingRecord): string {
    const topic = record.topic ?? this.options.topic;
    if (topic === undefined)
      throw new MessagingError('no-topic', 'A record names no topic, nor does its producer.', false);
    return topic;
  }

  private async work(): Promise<void> {
    await Promise.resolve(); // calls of the same turn share a batch
    for (let sending = this.next(); sending !== undefined; sending = this.next()) {
      const topics = [...new Set(sending.records.map(({ topic }) => topic ?? ''))];
      const stop = publishSeconds.startTimer({ topic: topics.join() });
      const failure = await this.send(sending, topics);
      stop({ outcome: failure === undefined ? 'ok' : failure.code });
      this.settle(sending, failure);
    }
    this.working = undefined;
  }

  private next(): Sending | undefined {
    const now = Date.now();
    while (this.queue[0] !== undefined && this.queue[0].deadline <= now) {
      const late = this.queue.shift();
      late?.reject(new PublishTimeoutError([this.options.topic ?? 'several topics'], this.timeoutMs));
    }
    return takeSending(this.queue, this.limits);
  }

  private settle(sending: Sending, failure: MessagingError | undefined): void {
    for (const { handover, last } of sending.parts) {
      if (failure === undefined) {
        if (last) handover.resolve();
        continue;
      }
      // What follows in the same handover must not overtake what failed.
      if (this.queue[0] === handover) this.queue.shift();
      handover.reject(failure);
    }
  }

  private async send(sending: Sending, topics: string[]): Promise<MessagingError | undefined> {
    const messages = topicMessages(sending.records);
    let last: unknown;
    for (let attempt = 0; ; attempt += 1) {
      const left = sending.deadline - Date.now();
      if (left <= 0) {
        await this.discardClient();
        return new PublishTimeoutError(topics, this.timeoutMs, last);
      }
      try {
        await within(left, async () => (await this.connected()).sendBatch({ acks: -1, topicMessages: messages }));
        for (const { topic, messages: sent } of messages) publishedRecords.inc({ topic }, sent.length);
        return undefined;
      } catch (error) {
        last = error;
        const refusal = refusalOf(error);
        if (refusal.final !== undefined) {
          await this.discardClient();
          return refusal.final;
        }
        if (refusal.newIdentity) await this.discardClient();
        this.kafka.log.debug({ err: error, attempt }, 'publishing failed, trying again');
        await pause(
          Math.min(50 * 2 ** attempt * (0.5 + Math.random() / 2), 2_000, Math.max(sending.deadline - Date.now(), 0)),
        );
      }
    }
  }

  private async connected(): Promise<Producer> {
    if (this.client === undefined) {
      const client = this.kafka.producer({
        idempotent: true,
        allowAutoTopicCreation: false,
        createPartitioner: stickyPartitioner(),
        metadataMaxAge: 60_000,
        // None of its own: on a retry kafkajs takes a partition for done when its new leader has answered for others.
        // It refuses the number 0 here, and `0 < NaN` is false as well.
        retry: { retries: Number.NaN },
      });
      await client.connect();
      this.client = client;
    }
    return this.client;
  }

  private async discardClient(): Promise<void> {
    const { client } = this;
    this.client = undefined;
    if (client === undefined) return;
    await within(2_000, () => client.disconnect()).catch((error: unknown) => {
      this.kafka.log.debug({ err: error }, 'closing a producer failed');
    });
  }
}

function topicMessages(records: OutgoingRecord[]): TopicMessages[] {
  const byTopic = new Map<string, Message[]>();
  for (const { topic = '', key, value, headers, allHeaders, partition, timestamp } of records) {
    const messages = byTopic.get(topic) ?? [];
    messages.push({
      ...{ key, value },
      ...(headers && { headers }),
      // kafkajs hands them on as they are, to our own writer.
      ...(allHeaders && { headers: allHeaders as unknown as IHeaders }),
      ...(partition !== undefined && { partition }),
      ...(timestamp !== undefined && { timestamp: String(timestamp) }),
    });
    byTopic.set(topic, messages);
  }
  return [...byTopic].map(([topic, messages]) => ({ topic, messages }));
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
