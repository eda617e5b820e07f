import type { RejectCode } from '../codes';
import type { KafkaRecord } from '../record';
import { eventTypes } from '../topics';
import { RecordBuilder, type CorpusOptions, type Parts } from './base';

/** A record that every reader must refuse, for the same reason. */
export interface BadRecord {
  name: string;
  code: RejectCode;
  /** What the reason must contain. */
  reason: string;
  record: KafkaRecord;
}

const astral = '\u{1f9ed}';
const day = 24 * 60 * 60 * 1000;

/** Records that break the contract, in each way it can be broken. They are judged with a retention of 365 days. */
export function badRecords(options: CorpusOptions): BadRecord[] {
  const build = new RecordBuilder(options);
  return [
    ...notJson(build),
    ...notCloudEvents(build),
    ...odd(build),
    ...schema(build),
    ...sizesAndTimes(build),
    ...sources(build),
  ];
}

type Row = [name: string, reason: string, parts: Parts];

const rows = (build: RecordBuilder, code: RejectCode, table: Row[]): BadRecord[] =>
  table.map(([name, reason, parts]) => ({ name, code, reason, record: build.binary(`bad-${name}`, parts) }));

function notJson(build: RecordBuilder): BadRecord[] {
  const encoded = { data: undefined, attributes: { data_base64: Buffer.from('{').toString('base64') } };
  return [
    ...rows(build, 'not-json', [
      ['null', 'no value', { value: null }],
      ['empty', 'no value', { value: '' }],
      ['text', 'not valid JSON', { value: 'hello' }],
      ['half', 'JSON', { value: '{"tenantUid":"acme"' }],
      ['two values', 'JSON', { value: '{} {}' }],
      ['byte order mark', 'JSON', { value: `\ufeff${JSON.stringify(build.data())}` }],
      ['NaN', 'JSON', { value: '{"n":NaN}' }],
      ['raw U+0000 in a string', 'JSON', { value: '{"t":"\0"}' }],
      ['latin-1', 'UTF-8', { value: Buffer.from('{"t":"\xe9"}', 'latin1') }],
      ['overlong', 'UTF-8', { value: Buffer.from('7b2274223ac0af7d', 'hex') }],
      ['surrogate in UTF-8', 'UTF-8', { value: Buffer.from('7b2274223a22eda08022 7d'.replace(' ', ''), 'hex') }],
    ]),
    { name: 'structured text', code: 'not-json', reason: 'JSON', record: build.structured('s1', { value: '{"id":' }) },
    { name: 'base64 of no JSON', code: 'not-json', reason: 'JSON', record: build.structured('s2', encoded) },
  ];
}

const extensions = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`x${n}`, 'x']));

/** A structured event whose headers say that it is one in binary mode, or nothing. */
const structuredAsBinary = (build: RecordBuilder, contentType: string | undefined): Parts => ({
  attributes: { specversion: undefined, id: undefined, source: undefined, type: undefined, time: undefined },
  value: JSON.stringify({ ...build.attributes('structured'), data: build.data() }),
  contentType,
});

function notCloudEvents(build: RecordBuilder): BadRecord[] {
  const structured = (name: string, reason: string, attributes: Record<string, unknown>): BadRecord => ({
    name: `structured: ${name}`,
    code: 'not-cloudevents',
    reason,
    record: build.structured(`bad-${name}`, { attributes }),
  });
  const bare: Parts['attributes'] = {
    specversion: undefined,
    id: undefined,
    source: undefined,
    type: undefined,
    time: undefined,
  };
  return [
    ...rows(build, 'not-cloudevents', [
      ['no headers', 'specversion', { attributes: bare, contentType: undefined }],
      ['another specversion', '"0.3"', { attributes: { specversion: '0.3' } }],
      ['no id', 'attribute id: is missing', { attributes: { id: undefined } }],
      ['empty id', 'attribute id: is empty', { attributes: { id: '' } }],
      ['id of 257 bytes', 'attribute id: is longer than 256 bytes', { attributes: { id: `${'é'.repeat(128)}a` } }],
      ['control character in id', 'attribute id', { attributes: { id: 'a\nb' } }],
      ['id not UTF-8', 'attribute id: is not UTF-8', { attributes: { id: Buffer.of(0x61, 0xff) } }],
      ['no source', 'attribute source: is missing', { attributes: { source: undefined } }],
      ['source of 513 bytes', 'attribute source: is longer', { attributes: { source: `/${'s'.repeat(512)}` } }],
      ['source with a space', 'attribute source: is not a URI-reference', { attributes: { source: '/a b' } }],
      ['source with half an escape', 'URI-reference', { attributes: { source: '/a%2' } }],
      ['source with umlaut', 'URI-reference', { attributes: { source: '/ä' } }],
      ['no type', 'attribute type: is missing', { attributes: { type: undefined } }],
      ['no time', 'attribute time: is missing', { attributes: { time: undefined } }],
      ['time of a date alone', 'RFC 3339', { attributes: { time: '2026-01-02' } }],
      ['time that no calendar has', '"2026-02-30T', { attributes: { time: '2026-02-30T00:00:00Z' } }],
      ['time without a zone', 'RFC 3339', { attributes: { time: '2026-01-02T03:04:05' } }],
      ['empty subject', 'attribute subject', { attributes: { subject: '' } }],
      ['control character in subject', 'attribute subject', { attributes: { subject: 'a/\0' } }],
      ['control character in an extension', 'attribute foo', { attributes: { foo: '\u0085' } }],
      ['33 extensions', '33 extension attributes', { attributes: { ...extensions(32), more: '' } }],
      ['extensions of 8,193 bytes', 'of 8193 bytes', { attributes: { ab: 'x'.repeat(4_096), cd: 'y'.repeat(4_093) } }],
      ['extensions beyond ASCII', 'of 8193 bytes', { attributes: { abc: 'é'.repeat(4_095) } }],
      ['structured without its content type', 'header content-type', structuredAsBinary(build, undefined)],
      ['structured as application/json', 'header content-type', structuredAsBinary(build, 'application/json')],
      ['another content type', 'content-type', { contentType: 'text/plain' }],
      ['another charset', 'charset', { contentType: 'application/json; charset=iso-8859-1' }],
      ['batch', 'batches', { contentType: 'application/cloudevents-batch+json', value: '[]' }],
      ['another format', '+json', { contentType: 'application/cloudevents+avro', value: '[]' }],
      ['content-type not UTF-8', 'content-type', { contentType: Buffer.of(0xff) }],
    ]),
    structured('number as id', 'attribute id: is not a string', { id: 7 }),
    structured('no time', 'attribute time: is missing', { time: undefined }),
    structured('null as source', 'attribute source: is missing', { source: null }),
    structured('object as extension', 'attribute foo', { foo: {} }),
    structured('both data', 'both', { data_base64: 'e30=' }),
    structured('33 extensions', '33 extension attributes', { ...extensions(32), more: 1 }),
    structured('no base64', 'data_base64', { data: undefined, data_base64: '%' }),
    structured('data of another type', 'datacontenttype', { datacontenttype: 'text/xml' }),
    {
      name: 'structured: a list',
      code: 'not-cloudevents',
      reason: 'not a JSON object',
      record: build.structured('list', { value: '[]' }),
    },
  ];
}

/** What JSON.parse lets pass. */
function odd(build: RecordBuilder): BadRecord[] {
  const withText = (name: string, reason: string, member: string): Row => [
    name,
    reason,
    { value: `${JSON.stringify(build.data()).slice(0, -1)},${member}}` },
  ];
  const binary = rows(build, 'schema', [
    withText('U+0000', '/t: U+0000', '"t":"a\\u0000"'),
    withText('U+0000 in a key', 'U+0000', '"a\\u0000":1'),
    withText('high surrogate', '/a/1: a lone surrogate', '"a":[1,"\\ud83e"]'),
    withText('low surrogate first', '/t: a lone surrogate', '"t":"\\uDDED\\ud83e"'),
    withText('lone surrogate in a key', 'a lone surrogate', '"\\ud800":1'),
    withText('duplicate key', '/tenantUid: a duplicate key', '"tenantUid":"other"'),
    withText('duplicate key, escaped', '/tenantUid: a duplicate key', '"tenant\\u0055id":"other"'),
    withText('duplicate key within', '/a/0/b~1c: a duplicate key', '"a":[{"b/c":1,"b/c":2}]'),
    withText('duplicate __proto__', '/__proto__: a duplicate key', '"__proto__":1,"__proto__":2'),
    withText('a number too large', '/n: a number outside', '"n":1.1e308'),
    withText('a number beyond doubles', '/n/0: a number outside', '"n":[-1e400]'),
    withText('a number too small', '/n: a number outside', '"n":9.9e-309'),
    withText('a number that underflows', '/n: a number outside', '"n":0.00001e-400'),
    withText('a long number', '/n: a number outside', `"n":${'9'.repeat(400)}`),
    withText('a long small number', '/n: a number outside', `"n":0.${'0'.repeat(400)}1`),
    withText('more decimals than numeric has', '/n: a number with', `"n":1.${'0'.repeat(16_384)}`),
    withText('a zero with a huge exponent', '/n: a number with', '"n":0e1073741823'),
    withText('nested 33 deep', 'nested deeper than 32', `"deep":${'['.repeat(32)}${']'.repeat(32)}`),
    withText('nested very deep', 'nested deeper than 32', `"deep":${'['.repeat(50_000)}${']'.repeat(50_000)}`),
  ]);
  const value = JSON.stringify({ ...build.attributes('twice'), data: build.data() }).replace('{', '{"id":"once",');
  return [
    ...binary,
    {
      name: 'structured: id twice',
      code: 'schema',
      reason: '/id: a duplicate',
      record: build.structured('twice', { value }),
    },
  ];
}

function schema(build: RecordBuilder): BadRecord[] {
  const replaced = (reason: string, more: object): Row => [
    `${reason} ${JSON.stringify(more).slice(0, 60)}`,
    reason,
    { data: { ...build.data(), ...more } },
  ];
  const note = (reason: string, more: object): Row => [
    `note ${reason}`,
    reason,
    { attributes: { type: eventTypes.note }, data: { ...build.noteData(), ...more } },
  ];
  const resource = { kind: 'cluster', uid: 'c-1' };
  return rows(build, 'schema', [
    ['a list', '(root): must be object', { value: '[]' }],
    ['a string', '(root): must be object', { value: '"{}"' }],
    ['JSON null', '(root): must be object', { value: 'null' }],
    replaced('/tenantUid: is required', { tenantUid: undefined }),
    replaced('/tenantUid: ', { tenantUid: '' }),
    replaced('/tenantUid: ', { tenantUid: 'a'.repeat(65) }),
    replaced('/tenantUid: ', { tenantUid: 'a/b' }),
    replaced('/tenantUid: ', { tenantUid: 'a\n' }),
    replaced('/tenantUid: ', { tenantUid: 7 }),
    replaced('/projectUid: ', { projectUid: '' }),
    replaced('/projectUid: ', { projectUid: null }),
    replaced('/projectUid: ', { projectUid: 'p'.repeat(129) }),
    replaced('/projectName: ', { projectName: astral.repeat(257) }),
    replaced('/actionType: is required', { actionType: undefined }),
    replaced('/actionType: must be one of create', { actionType: 'Create' }),
    replaced('/resource: is required', { resource: undefined }),
    replaced('/resource/uid: is required', { resource: { kind: 'cluster' } }),
    replaced('/resource/kind: is required', { resource: { uid: 'c-1' } }),
    replaced('/resource/kind: ', { resource: { ...resource, kind: astral.repeat(65) } }),
    replaced('/resource/uid: ', { resource: { ...resource, uid: 'u'.repeat(129) } }),
    replaced('/resource/name: ', { resource: { ...resource, name: 'n'.repeat(257) } }),
    replaced('/resource/label: ', { resource: { ...resource, label: 1 } }),
    replaced('/actor: is required', { actor: undefined }),
    replaced('/actor/actorType: is required', { actor: {} }),
    replaced('/actor/actorType: must be one of', { actor: { actorType: 'robot' } }),
    replaced('/actor/user: is required', { actor: { actorType: 'user' } }),
    replaced('/actor/user/uid: is required', { actor: { actorType: 'user', user: { emailId: 'a@b.c' } } }),
    replaced('/actor/user/emailId: ', { actor: { actorType: 'user', user: { uid: 'u', emailId: 'e'.repeat(257) } } }),
    replaced('/actor/serviceName: is required', { actor: { actorType: 'service' } }),
    replaced('/actionMsg: ', { actionMsg: 'm'.repeat(1025) }),
    replaced('/contentMsg: must have at most 65536 bytes', { contentMsg: 'é'.repeat(32 * 1024 + 1) }),
    replaced('/userMsg: ', { userMsg: 'no' }),
    replaced('/userMsg: ', { userMsg: astral.repeat(2) }),
    replaced('/userMsg: ', { userMsg: 'm'.repeat(256) }),
    replaced('/changes: ', { changes: {} }),
    replaced('/changes: ', { changes: Array.from({ length: 501 }, () => ({ path: '' })) }),
    replaced('/changes/0/path: is required', { changes: [{}] }),
    replaced('/changes/0/path: ', { changes: [{ path: 'spec' }] }),
    replaced('/changes/0/path: ', { changes: [{ path: '/a~2' }] }),
    replaced('/request/ip: ', { request: { ip: 7 } }),
    replaced('/outcome: must be one of success, failure', { outcome: 'unknown' }),
    replaced('/attributes/a: ', { attributes: { a: 1 } }),
    replaced('/attributes/a: ', { attributes: { a: 'a'.repeat(1025) } }),
    replaced('/attributes: ', { attributes: Object.fromEntries(Array.from({ length: 65 }, (_, n) => [`k${n}`, ''])) }),
    note('/auditUid: is required', { auditUid: undefined }),
    note('/auditUid: ', { auditUid: 'an-entry' }),
    note('/userMsg: is required', { userMsg: undefined }),
    note('/userMsg: must have at least 3', { userMsg: 'no' }),
    note('/actor: is required', { actor: undefined }),
  ]);
}

/** Judged without any keys. */
function sources(build: RecordBuilder): BadRecord[] {
  const own = { source: '/trailbook/identity' };
  const signed = { keyid: 'nobody-1', signature: `${'A'.repeat(85)}A` };
  const note = { type: eventTypes.note };
  return [
    ...rows(build, 'signature-invalid', [
      ['Trailbook’s own source without a signature', 'taken only signed', { attributes: own }],
      [
        'a note by Trailbook without a signature',
        'only signed',
        { attributes: { ...own, ...note }, data: build.noteData() },
      ],
      ['an unknown key', '"nobody-1"', { attributes: signed }],
      ['Trailbook’s own source by an unknown key', '"nobody-1"', { attributes: { ...own, ...signed } }],
    ]),
    ...rows(build, 'not-cloudevents', [
      ['a key id without a signature', 'attribute signature: is missing', { attributes: { keyid: 'a' } }],
      ['a signature without a key id', 'attribute keyid: is missing', { attributes: { signature: signed.signature } }],
    ]),
  ];
}

function sizesAndTimes(build: RecordBuilder): BadRecord[] {
  const { now } = build.options;
  const at = (time: number, more: Record<string, string> = {}): Parts => ({
    attributes: { time: new Date(time).toISOString(), ...more },
  });
  const note = { type: eventTypes.note };
  const long = JSON.stringify(build.data({ filler: 'x'.repeat(256 * 1024) }));
  return [
    ...rows(build, 'unknown-type', [
      ['unknown type', 'com.example', { attributes: { type: 'com.example.event' } }],
      ['next version', 'v2', { attributes: { type: 'dev.trailbook.audit.event.v2' } }],
    ]),
    ...rows(build, 'too-large', [
      ['over 256 KiB', 'bytes', { value: long }],
      ['over 256 KiB and no JSON', 'bytes', { value: Buffer.alloc(256 * 1024 + 1) }],
    ]),
    ...rows(build, 'too-old', [
      ['older than the retention', '365 days', at(now - 365 * day - 1)],
      ['year 0001', '365 days', { attributes: { time: '0001-01-01T00:00:00Z' } }],
      ['note older than the retention', '365 days', { ...at(now - 365 * day - 1, note), data: build.noteData() }],
    ]),
    ...rows(build, 'too-new', [
      ['over an hour ahead', '60 minutes', at(now + 60 * 60_000 + 1)],
      ['note over a minute ahead', '1 minutes', { ...at(now + 60_001, note), data: build.noteData() }],
      ['year 9999', '60 minutes', { attributes: { time: '9999-12-31T23:59:59Z' } }],
    ]),
  ];
}
