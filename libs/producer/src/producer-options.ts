import type { AuditPublisher } from './outbox/publish-rows';

/** What a resource service says about itself. */
export interface ProducerOptions {
  /** CloudEvents `source` of its events, e.g. `/services/cluster-profiles`. */
  source: string;
  /**
   * Signs its events: a key id, a colon and an Ed25519 private key (PKCS8 PEM, or base64 of it). The installation has to
   * list the public half with this `source`. Without one, events are sent unsigned.
   */
  signingKey?: string;
  /** Schema of its outbox; see `outboxTable`. */
  schema: string;
  /** Its own role's URL; the relay keeps one connection besides the service's pool. */
  databaseUrl: string;
  /** Where events go; an `AuditProducer` of libs/messaging. */
  publisher: AuditPublisher;
  /**
   * JSON Pointers of what no event may show, in the states given as `before` and `after`, e.g.
   * `/spec/credentials/secretKey`. A token `*` stands for any one key or element of a list, `**` for any number.
   */
  secretPaths?: readonly string[];
  /**
   * Kinds of resources whose users are asked, after a save, for a note about what they changed: the answer has the
   * header `AuditNote: asked-for`. A note may be put on any entry, whether it was asked for or not.
   */
  notesAskedFor?: readonly string[];
}

export const PRODUCER_OPTIONS = Symbol('ProducerOptions');
