import { createHash } from 'node:crypto';
import { example, exampleNote } from './example.mjs';
import { number, table } from './markdown.mjs';

const code = (language, text) => `\`\`\`${language}\n${text}\n\`\`\``;

/** What a value must be, in words. */
function rule(schema) {
  const { type, minLength, maxLength, maxBytes, maxItems, maxProperties, pattern, format } = schema;
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(', ');
  const parts = [type ?? 'any JSON value'];
  if (minLength !== undefined && maxLength !== undefined) parts.push(`${minLength} to ${number(maxLength)} characters`);
  else if (maxLength !== undefined) parts.push(`up to ${number(maxLength)} characters`);
  else if (minLength !== undefined) parts.push('not empty');
  if (maxBytes !== undefined) parts.push(`up to ${number(maxBytes)} bytes`);
  if (maxItems !== undefined) parts.push(`up to ${number(maxItems)} items`);
  if (maxProperties !== undefined) parts.push(`up to ${number(maxProperties)} members`);
  if (typeof schema.additionalProperties === 'object') parts.push(`each a ${rule(schema.additionalProperties)}`);
  if (format) parts.push(format === 'date-time' ? 'RFC 3339 date-time' : format);
  if (pattern) parts.push(`\`${pattern}\``);
  return parts.join(', ');
}

/** The fields of an object and of the objects within it, a row each. */
function fields(schemas, name, prefix = '') {
  const resolve = ({ $ref, ...own }) => ($ref ? { ...schemas[$ref.split('/').at(-1)], ...own } : own);
  const { properties, required = [] } = schemas[name];
  return Object.entries(properties).flatMap(([key, property]) => {
    const schema = resolve(property);
    const item = schema.items && resolve(schema.items);
    const row = [`\`${prefix}${key}\``, rule(schema), required.includes(key) ? 'yes' : '', schema.description ?? ''];
    const inner = (item ?? schema).properties ? (property.$ref ?? schema.items?.$ref)?.split('/').at(-1) : undefined;
    return inner ? [row, ...fields(schemas, inner, `${prefix}${key}${item ? '[]' : ''}.`)] : [row];
  });
}

const fieldTable = (schemas, name) => table(['field', 'value', 'required', 'meaning'], fields(schemas, name));

function binaryRecord({ key, value, headers }) {
  const lines = Object.entries(headers).map(([name, text]) => `  ${name}: ${text}`);
  return `key: ${key}\nheaders:\n${lines.join('\n')}\nvalue:\n${pretty(value)}`;
}

const pretty = (value) => JSON.stringify(JSON.parse(value.toString()), null, 2);

/** The reference of the events, as Markdown. */
export function eventsReference(contract) {
  const { schemas, topics, limits, rejectMeanings, rejectHeaders, entryUid, encodeBinary, encodeStructured } = contract;
  const attributes = schemas.CloudEventAttributes;
  const attributeRows = Object.entries(attributes.properties).map(([name, schema]) => [
    `\`${name}\``,
    rule(schema),
    attributes.required.includes(name) ? 'yes' : '',
    schema.description,
  ]);
  const days = topics.events.retentionMs / 86_400_000;
  return `<!-- Made by \`npm run generate\` from libs/contract. Do not edit. -->

# Events

A producer sends one Kafka record for each event, in the format of [CloudEvents 1.0](https://cloudevents.io) with its Kafka
protocol binding, so every CloudEvents SDK can produce it. [The guide](../guides/audit-your-own-service.md) has examples that
run; [asyncapi.yaml](asyncapi.yaml) is the same contract for machines.

${table(
  ['what', 'value'],
  [
    [
      'topic',
      `\`${topics.events.name}\`: ${topics.events.partitions} partitions, kept ${days} days (both configurable)`,
    ],
    ['record key', 'the tenant’s uid: recommended, since it keeps a tenant’s events in order. Nothing depends on it'],
    ['value', `at most ${number(limits.valueBytes)} bytes`],
    ['rejected records', `\`${topics.rejected.name}\`, with the reason`],
  ],
)}

Whoever may write the topic is trusted for what it writes: give write access by Kafka ACLs. \`ingest\` and \`trail-sink\` can also be
told which sources may speak for which tenants, and by which keys they sign.

## Content modes

**Binary**: the attributes are headers \`ce_<name>\`, the header \`content-type\` is \`application/json\` (or absent), the value is
the data. **Structured**: the header \`content-type\` is \`application/cloudevents+json\`, the value holds the attributes and, as
\`data\` (or \`data_base64\`), the data. Header names are case-sensitive; where one is repeated, the last counts. JSON is UTF-8.
Batches and other formats are not taken.

Binary:

${code('text', binaryRecord(encodeBinary(example)))}

Structured, the same event:

${code('json', pretty(encodeStructured(example).value))}

## Attributes

${table(['attribute', 'value', 'required', 'meaning'], attributeRows)}

Further attributes are kept: up to ${limits.extensions}, their names and values together at most ${number(limits.extensionBytes)} bytes. An event whose \`time\` is older than the retention (${limits.retentionDays} days by default), or more than
${limits.eventAheadMs / 60_000} minutes ahead (a note: ${limits.noteAheadMs / 60_000} minute), is rejected; it is judged against the
Kafka record’s timestamp.

## Identity

An event is identified by its tenant, \`source\` and \`id\`. A retry sends the same event again, with the same \`time\`: it is stored
once, the first one wins, and the repeat is counted. A repeat whose \`type\` or data differ, byte for byte, is no retry: it is
rejected as \`conflicting-repeat\`, so that an identity that was guessed and sent first can't suppress the real event unnoticed.

The entry’s \`uid\` is known before the event is stored. It is the \`id\` in lower case where that is a UUIDv7; else a UUIDv8: of the
SHA-256 over the UTF-8 bytes of \`tenantUid\` LF \`source\` LF \`id\` the first 16 bytes, with the version nibble 8 and the variant
bits 10. Tenant \`acme\`, source \`/services/cluster-profiles\` and id \`42\` give
\`${entryUid('acme', '/services/cluster-profiles', '42')}\`.

## Signatures

A producer may sign its events with Ed25519, and has to where the installation lists its source. It signs the UTF-8 bytes of
\`trailbook-event-v1\` LF \`tenantUid\` LF \`source\` LF \`id\` LF \`type\` LF \`time\` as sent LF, followed by the lower-case hexadecimal
SHA-256 of the data’s bytes as sent: in binary mode of the value, in structured mode of the member \`data\` as it stands there. The
attribute \`signature\` is base64url without padding, \`keyid\` names the key. [The guide](../guides/sign-events.md) tells how keys are made and configured.

An entry says how far its source is known: \`verified\` by a signature, \`allowed\` where \`ALLOWED_SOURCES\` lists its name, or \`unverified\`.

With the key of [RFC 8032](https://www.rfc-editor.org/rfc/rfc8032#section-7.1), test 1 (seed \`9d61b19d…1cae7f60\`), this is signed, without a line feed at its end, and the signature is the one below:

${code('text', signatureVector(contract))}

## Data of an event

\`${contract.eventTypes.event}\`

${fieldTable(schemas, 'AuditEventData')}

\`user.uid\` is required where \`actorType\` is \`user\`, \`serviceName\` where it is \`service\`. Characters are Unicode code points. Arrays
and objects nest up to ${limits.nesting} deep. U+0000, a lone surrogate, a number outside ±1e±308 or with more than 16,383 decimal
places, and a duplicate key are refused. Unknown fields are kept and shown. The value is stored as the bytes received: big
integers, \`1.0\` and the order of keys stay.

Secrets don’t belong in events.

## Data of a note

\`${contract.eventTypes.note}\`

${fieldTable(schemas, 'AuditNoteData')}

A note may arrive before its entry. The latest one, by (\`time\`, uid), is shown with the entry; a \`userMsg\` that came with the
event is the oldest.

${code('text', binaryRecord(encodeBinary(exampleNote)))}

## What is rejected

A record that breaks the contract goes to \`${topics.rejected.name}\`, and the partition moves on. Its key, value and headers are byte for
byte those received: order, repeats and null values included (a header whose name begins with \`reject-\` is kept under \`original-reject-…\`).
Further headers say why and where it stood: ${Object.values(rejectHeaders)
    .slice(0, 7)
    .map((name) => `\`${name}\``)
    .join(', ')}. A crash may write a rejection twice; topic, partition and offset tell. Should Kafka refuse the
rejected record, it is cut until it fits, with ${Object.values(rejectHeaders)
    .slice(7)
    .map((name) => `\`${name}\``)
    .join(', ')}.

${table(
  ['\`reject-code\`', 'meaning'],
  Object.entries(rejectMeanings).map(([name, meaning]) => [`\`${name}\``, meaning]),
)}

## What a sink sends

One JSON object on one line for each entry, not wrapped in \`metadata\` and \`spec\`, so that it can be queried where it lands
(CloudWatch Logs Insights: \`filter resource.kind = "cluster"\`): \`uid\` first, then \`time\`, \`receivedAt\`, \`source\`, \`sourceVerification\`,
\`subject\` and \`traceparent\` where the event has them, and the fields of its data as they were received. A field of the data with one of these
names gets an underscore behind it. \`receivedAt\` is when Kafka received the event. A note has \`uid\`, \`time\`, \`"type":"note"\` and its fields.

${code('json', pretty(sinkExample(contract)))}
`;
}

/** What is signed of a small event, and its signature. */
function signatureVector({ EventSigner }) {
  const seed = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
  const pkcs8 = Buffer.from(`302e020100300506032b657004220420${seed}`, 'hex').toString('base64');
  const signer = EventSigner.parse(`vector:-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`);
  const { id, source, type, time } = { ...example, id: '42' };
  const data = '{"tenantUid":"acme"}';
  const digest = createHash('sha256').update(data).digest('hex');
  const lines = ['trailbook-event-v1', 'acme', source, id, type, time, digest];
  const { signature } = signer.sign({ tenantUid: 'acme', source, id, type, time }, digest);
  return `data: ${data}\n\n${lines.join('\n')}\n\nsignature: ${signature}`;
}

function sinkExample({ sinkMessage, encodeBinary }) {
  const { id, source, time, subject } = example;
  const { value } = encodeBinary(example);
  const instant = Date.parse(time);
  return sinkMessage({
    ...{ uid: id, source, sourceVerification: 'unverified', subject },
    ...{ time: instant, receivedAt: instant + 212, mode: 'binary', value },
  });
}
