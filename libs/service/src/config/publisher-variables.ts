import { EventSigningKeyVariable } from './event-key-variables';
import { KafkaVariables } from './kafka-variables';

/** What every app that publishes audit events reads beside that. */
export class PublisherVariables extends KafkaVariables {
  /** Signs the app's own events: a key id, a colon and the private key. `EVENT_PUBLIC_KEYS` has its public half. */
  @EventSigningKeyVariable()
  EVENT_SIGNING_KEY!: string;
}
