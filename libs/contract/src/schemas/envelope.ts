import { eventTypes, limits } from '../topics';
import { object, text, type JsonSchema } from './json-schema';

/** The CloudEvents attributes of a record, as header `ce_<name>` in binary mode and as a member in structured mode. */
export const envelopeSchemas: Record<string, JsonSchema> = {
  CloudEventAttributes: object(
    'The CloudEvents attributes of a record.',
    {
      specversion: { type: 'string', const: '1.0', description: 'Version of CloudEvents.' },
      id: {
        type: 'string',
        minLength: 1,
        maxBytes: limits.idBytes,
        description: 'Unique within the tenant and the source; a retry keeps it. A UUIDv7 is recommended.',
      },
      source: {
        type: 'string',
        format: 'uri-reference',
        minLength: 1,
        maxBytes: limits.sourceBytes,
        description:
          'URI-reference of the producer, e.g. `/services/cluster-profiles`. `/trailbook/…` is Trailbook’s own, and taken only signed.',
      },
      type: {
        type: 'string',
        enum: Object.values(eventTypes),
        description: 'What `data` is.',
      },
      time: {
        type: 'string',
        format: 'date-time',
        description: 'When it happened, RFC 3339, kept at millisecond precision.',
      },
      subject: text('`KIND/UID` of the resource.', { minLength: 1 }),
      traceparent: text('W3C trace context; carried through to the store and the sinks.'),
      keyid: text('Id of the key that signed the event; with `signature`, or neither.'),
      signature: {
        type: 'string',
        pattern: '^[A-Za-z0-9_-]{85}[AQgw]$',
        description: 'Ed25519 signature in base64url without padding; with `keyid`, or neither.',
      },
      datacontenttype: text('`application/json`, which is also meant when it is absent.'),
    },
    ['specversion', 'id', 'source', 'type', 'time'],
  ),
};
