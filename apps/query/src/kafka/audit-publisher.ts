import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { encodeBinary, EventSigner, ownSources, type OutgoingEvent } from '@trailbook/contract';
import { AuditProducer, KafkaConnection, MessagingError } from '@trailbook/messaging';
import { ApiError } from '@trailbook/service';
import { QueryConfig } from '../query.config';

/** A caller waits for the acknowledgement; together with the look-up before it he has an answer within 5 s. */
const publishTimeoutMs = 4_000;

/** Source of what query itself publishes. */
export const source = ownSources.query;

/** Publishes notes and download events. Nothing else changes in such a request, so there is no outbox. */
@Injectable()
export class AuditPublisher implements OnApplicationShutdown {
  private readonly logger = new Logger(AuditPublisher.name);
  private readonly producer: AuditProducer;
  private readonly signer: EventSigner;

  constructor(@Inject(KafkaConnection) kafka: KafkaConnection, @Inject(QueryConfig) config: QueryConfig) {
    this.signer = EventSigner.parse(config.EVENT_SIGNING_KEY);
    this.producer = new AuditProducer(kafka, { topic: config.AUDIT_TOPIC, timeoutMs: publishTimeoutMs });
  }

  /**
   * Resolves when Kafka has the event.
   * @throws ApiError 503 when it is not known to have it
   */
  async publish(event: OutgoingEvent): Promise<void> {
    try {
      await this.producer.publish([encodeBinary(event, this.signer)]);
    } catch (error) {
      if (!(error instanceof MessagingError)) throw error;
      this.logger.warn({ err: error, msg: 'an event could not be published' });
      throw ApiError.unavailable('The log cannot be written to for the moment', error);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.producer.close();
  }
}
