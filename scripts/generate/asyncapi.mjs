import { stringify } from 'yaml';
import { example, exampleNote } from './example.mjs';

const eventSchemaNames = [
  'TenantUid',
  'ActionType',
  'ActorType',
  'Outcome',
  'EventActorUser',
  'EventActor',
  'EventResource',
  'EventChange',
  'EventRequest',
  'AuditEventData',
  'AuditNoteData',
  'CloudEventAttributes',
];

/** A schema as a reader outside the project understands it: our own keywords as extensions, references to components. */
function published(node) {
  if (Array.isArray(node)) return node.map(published);
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).filter(([key]) => key !== 'tsType');
  return Object.fromEntries(
    entries.map(([key, value]) => {
      if (key === '$ref') return [key, value.replace('#/definitions/', '#/components/schemas/')];
      return [key === 'maxBytes' && typeof value === 'number' ? 'x-max-bytes' : key, published(value)];
    }),
  );
}

const reference = (path) => ({ $ref: `#/${path}` });
const schema = (name) => reference(`components/schemas/${name}`);

/** The attributes as record headers of the binary mode. */
function binaryHeaders({ schemas, contentTypes }, type) {
  const { properties, required } = published(schemas.CloudEventAttributes);
  const { datacontenttype: _inContentType, ...attributes } = properties;
  const headers = Object.entries(attributes).map(([name, value]) => [`ce_${name}`, value]);
  return {
    type: 'object',
    required: required.map((name) => `ce_${name}`),
    properties: {
      ...Object.fromEntries(headers),
      ce_type: { const: type },
      'content-type': { const: contentTypes.json },
    },
  };
}

const key = {
  type: 'string',
  description: 'The tenant’s uid; recommended, since it keeps a tenant’s events in order.',
};
const kafkaKey = { kafka: { key, bindingVersion: '0.5.0' } };

function message(contract, { name, title, data, sample }) {
  const { value, headers } = contract.encodeBinary(sample);
  return {
    name,
    title,
    summary: 'Binary content mode: the attributes are headers, the value is the data.',
    contentType: contract.contentTypes.json,
    headers: binaryHeaders(contract, sample.type),
    payload: schema(data),
    bindings: kafkaKey,
    examples: [{ name: 'binary', headers, payload: JSON.parse(value.toString()) }],
  };
}

function structuredMessage(contract, { name, title, data, sample }) {
  const { value, headers } = contract.encodeStructured(sample);
  return {
    name: `${name}Structured`,
    title: `${title}, structured`,
    summary: 'Structured content mode: everything is in the value.',
    contentType: 'application/cloudevents+json',
    headers: {
      type: 'object',
      required: ['content-type'],
      properties: { 'content-type': { type: 'string', pattern: '^application/cloudevents\\+json' } },
    },
    payload: {
      allOf: [
        schema('CloudEventAttributes'),
        { type: 'object', properties: { type: { const: sample.type }, data: schema(data) }, required: ['data'] },
      ],
    },
    bindings: kafkaKey,
    examples: [{ name: 'structured', headers, payload: JSON.parse(value.toString()) }],
  };
}

function rejectedMessage({ rejectHeaders, rejectCodes }) {
  const { code, reason, time, app, topic, partition, offset, truncated, size, sha256 } = rejectHeaders;
  const text = (description) => ({ type: 'string', description });
  return {
    name: 'rejected',
    title: 'A rejected record',
    summary:
      'Key, value and headers byte for byte as they were received (a header named reject-… under original-reject-…), and headers that say why it was rejected and where it stood.',
    headers: {
      type: 'object',
      required: [code, reason, time, app, topic, partition, offset],
      properties: {
        [code]: { type: 'string', enum: rejectCodes },
        [reason]: text('Why, for people.'),
        [time]: { type: 'string', format: 'date-time', description: 'When it was rejected.' },
        [app]: text('Who rejected it.'),
        [topic]: text('Topic it was read from.'),
        [partition]: text('Its partition. Topic, partition and offset identify a rejection that was written twice.'),
        [offset]: text('Its offset.'),
        [truncated]: text('Present where Kafka refused the whole record and it was cut until it fitted.'),
        [size]: text('Bytes of the value before it was cut.'),
        [sha256]: text('SHA-256 of the value before it was cut, in hex.'),
      },
    },
    payload: { description: 'The value as received, whatever it is.' },
  };
}

/** The AsyncAPI 3 document of the two topics, as YAML. */
export function asyncapi(contract) {
  const { topics, schemas } = contract;
  const event = { name: 'auditEvent', title: 'An audit event', data: 'AuditEventData', sample: example };
  const note = { name: 'auditNote', title: 'A note on an entry', data: 'AuditNoteData', sample: exampleNote };
  const messages = {
    auditEvent: message(contract, event),
    auditEventStructured: structuredMessage(contract, event),
    auditNote: message(contract, note),
    auditNoteStructured: structuredMessage(contract, note),
    rejected: rejectedMessage(contract),
  };
  const sent = Object.keys(messages).filter((name) => name !== 'rejected');
  const referTo = (names) => Object.fromEntries(names.map((name) => [name, reference(`components/messages/${name}`)]));
  const inChannel = (channel, names) => names.map((name) => reference(`channels/${channel}/messages/${name}`));
  const document = {
    asyncapi: '3.0.0',
    info: {
      title: 'Trailbook events',
      version: '1.0.0',
      description:
        'What a producer sends to Trailbook, and what becomes of a record that breaks the contract. ' +
        'CloudEvents 1.0 with its Kafka protocol binding, in either content mode.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: contract.contentTypes.json,
    channels: {
      events: {
        address: topics.events.name,
        description: `Audit events and notes. A value has at most ${contract.limits.valueBytes} bytes.`,
        messages: referTo(sent),
        bindings: {
          kafka: {
            topic: topics.events.name,
            partitions: topics.events.partitions,
            topicConfiguration: { 'cleanup.policy': ['delete'], 'retention.ms': topics.events.retentionMs },
            bindingVersion: '0.5.0',
          },
        },
      },
      rejected: {
        address: topics.rejected.name,
        description: 'Records that broke the contract.',
        messages: referTo(['rejected']),
        bindings: {
          kafka: {
            topic: topics.rejected.name,
            topicConfiguration: { 'max.message.bytes': topics.rejected.maxMessageBytes },
            bindingVersion: '0.5.0',
          },
        },
      },
    },
    operations: {
      receiveEvents: {
        action: 'receive',
        channel: reference('channels/events'),
        summary: 'Trailbook reads every event and note; a repeat of one it has is counted and not stored again.',
        messages: inChannel('events', sent),
      },
      sendRejected: {
        action: 'send',
        channel: reference('channels/rejected'),
        summary: 'Trailbook keeps what it rejects, with the reason, and goes on.',
        messages: inChannel('rejected', ['rejected']),
      },
    },
    components: {
      messages,
      schemas: Object.fromEntries(eventSchemaNames.map((name) => [name, published(schemas[name])])),
    },
  };
  const banner = '# Made by `npm run generate` from libs/contract. Do not edit.\n';
  return banner + stringify(document, { aliasDuplicateObjects: false, lineWidth: 0, schema: 'yaml-1.1' });
}
