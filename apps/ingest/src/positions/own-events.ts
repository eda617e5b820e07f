import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { encodeBinary, EventSigner, eventTypes, ownSources, type OutgoingEvent } from '@trailbook/contract';
import { AuditProducer } from '@trailbook/messaging';

export interface OwnEvent {
  /** The same thing told again after a crash has the same id, and is stored once. */
  id?: string;
  /** What it is about. */
  topic: string;
  message: string;
  details: string;
  attributes: Record<string, string>;
  /** `failure` unless said. */
  outcome?: 'success' | 'failure';
}

/** Trailbook's own tenant: what concerns the installation as a whole. */
const ownTenant = 'trailbook';

/** What ingest has to tell goes the way of every event: through Kafka. */
@Injectable()
export class OwnEvents {
  constructor(
    @Inject(AuditProducer) private readonly producer: AuditProducer,
    @Inject(EventSigner) private readonly signer: EventSigner,
  ) {}

  /** @throws MessagingError when Kafka doesn't take it */
  async publish({ id, topic, message, details, attributes, outcome = 'failure' }: OwnEvent): Promise<void> {
    const event: OutgoingEvent = {
      id: id ?? randomUUID(),
      source: ownSources.ingest,
      type: eventTypes.event,
      time: Date.now(),
      data: {
        tenantUid: ownTenant,
        actionType: 'activity',
        resource: { kind: 'kafkatopic', uid: topic, name: topic },
        actor: { actorType: 'service', serviceName: 'ingest' },
        actionMsg: message,
        contentMsg: details,
        outcome,
        attributes,
      },
    };
    await this.producer.publish([encodeBinary(event, this.signer)]);
  }
}
