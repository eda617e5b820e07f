import type { KafkaRecord } from '../record';
import { eventTypes } from '../topics';
import { RecordBuilder, type CorpusOptions } from './base';

/** A record that every reader must take. */
export interface GoodRecord {
  name: string;
  kind: 'event' | 'note';
  record: KafkaRecord;
  /** The data as it must be read, where JSON.parse of the value doesn't give it. */
  data?: unknown;
}

const hour = 60 * 60 * 1000;
const astral = '\u{1f9ed}';

/** Records that keep the contract, many of them just so. Their ids differ, so that all of them can be stored. */
export function goodRecords(options: CorpusOptions): GoodRecord[] {
  const build = new RecordBuilder(options);
  const { now } = options;
  let number = 0;
  const id = (): string => `good-${++number}`;
  const event = (name: string, record: KafkaRecord, data?: unknown): GoodRecord => ({
    name,
    kind: 'event',
    record,
    data,
  });
  const withData = (name: string, more: object): GoodRecord =>
    event(name, build.binary(id(), { data: build.data(more) }));
  const withAttributes = (name: string, more: Record<string, string | undefined>): GoodRecord =>
    event(name, build.binary(id(), { attributes: more }));
  const withText = (name: string, member: string): GoodRecord =>
    event(name, build.binary(id(), { value: `${JSON.stringify(build.data()).slice(0, -1)},${member}}` }));
  const note = { attributes: { type: eventTypes.note } };
  const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
  const base64 = Buffer.from(JSON.stringify(build.data())).toString('base64');

  return [
    withData('the least', {}),
    withData('everything', {
      projectUid: 'p-1',
      projectName: 'Project One',
      resource: { kind: 'clusterprofile', uid: 'c-1', name: 'edge', label: 'Cluster profile' },
      actor: { actorType: 'user', user: { uid: 'u-1', emailId: 'a@b.c', firstName: 'A', lastName: 'B', org: 'acme' } },
      actionMsg: 'Updated',
      contentMsg: 'Details\nin two lines',
      userMsg: 'why',
      changes: [{ path: '/spec/a~1b', before: null, after: { deep: [1, true] } }, { path: '' }],
      request: { ip: '2001:db8::1', userAgent: 'curl/8', requestId: 'r-1' },
      outcome: 'failure',
      attributes: { cluster: 'eu-1' },
    }),
    withData('actor of type service', { actor: { actorType: 'service', serviceName: 'scheduler' } }),
    withData('actor of type system', { actor: { actorType: 'system' } }),
    withData('unknown fields', { uid: 'mine', time: 'mine', source: 'mine', nested: { any: ['thing'] } }),
    withData('lengths in code points', {
      resource: {
        kind: astral.repeat(64),
        uid: astral.repeat(128),
        name: astral.repeat(256),
        label: astral.repeat(256),
      },
      actionMsg: astral.repeat(1024),
      userMsg: astral.repeat(255),
      attributes: { long: astral.repeat(1024) },
    }),
    withData('contentMsg of 64 KiB', { contentMsg: 'é'.repeat(32 * 1024) }),
    withData('500 changes', {
      changes: Array.from({ length: 500 }, (_, index) => ({ path: `/${index}`, after: index })),
    }),
    withData('64 attributes', { attributes: Object.fromEntries(Array.from({ length: 64 }, (_, n) => [`k${n}`, ''])) }),
    withData('keys that JavaScript objects have anyway', { constructor: 1, toString: null, hasOwnProperty: {} }),
    withText('the key __proto__', '"__proto__":{"a":1}'),
    withText('nested 32 deep', `"deep":${nested(31)}`),
    withText('a big integer, a trailing zero', '"n":[12345678901234567890123,1.0,-0,1e2]'),
    withText('numbers at the edges', '"n":[1e308,-1e308,1e-308,-1e-308,0e5,0.0,-0.0e-5,0e-16383,0e99999]'),
    withText('a long number', `"n":${'9'.repeat(308)}.${'0'.repeat(2000)}`),
    withText('escapes', '"t":"\\u00e9\\ud83e\\udded\\n\\u0001\\\\u0000"'),
    withText('the same key in different objects', '"a":{"k":1},"b":{"k":{"k":1}}'),
    withText('numbers, brackets and colons in strings', '"t":"1e999:{[\\":,1e-999","k:":"}"'),
    withText('white space', '"a" :\t[ 1 ,\r\n 2 ] '),
    event('bytes that spread over many lines', build.binary(id(), { value: JSON.stringify(build.data(), null, 40) })),
    withAttributes('id of 256 bytes', { id: 'é'.repeat(128) }),
    withAttributes('source of 512 bytes', { source: `/${'s'.repeat(511)}` }),
    withAttributes('source with a host', { source: 'https://[2001:db8::1]:8443/services?x=1#y' }),
    withAttributes('source as a URN', { source: 'urn:uuid:0198f0c0-7c3e-7abc-8def-0123456789ab' }),
    withAttributes('time with offset and fraction', { time: offsetTime(now, '+05:30') }),
    withAttributes('time with a negative offset, lower case t', { time: offsetTime(now, '-11:45').replace('T', 't') }),
    withAttributes('time without a fraction', { time: new Date(now).toISOString().replace(/\.\d+Z/, 'z') }),
    withAttributes('an hour ahead', { time: new Date(now + hour).toISOString() }),
    withAttributes('subject and trace', {
      subject: 'cluster/1',
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    }),
    withAttributes('a trace context that is none', { traceparent: 'whatever' }),
    withAttributes('extension attributes', { partitionkey: 'a', sequence: '7', dataschema: 'https://example.com/s' }),
    // 32 names of three bytes, and 8 KiB in all.
    withAttributes(
      'as many and as long extension attributes as may be',
      Object.fromEntries(Array.from({ length: 32 }, (_, n) => [`x${n + 10}`, 'v'.repeat(253)])),
    ),
    event('UUIDv7 in upper case', build.binary(`0198F0C0-7C3E-7ABC-8DEF-${hex12(now)}`)),
    event('no content-type', build.binary(id(), { contentType: undefined })),
    event('charset', build.binary(id(), { contentType: 'Application/JSON ; charset="UTF-8"' })),
    event('foreign headers', build.binary(id(), { headers: { traceparent: 'x', bytes: Buffer.of(255), ce_: 'x' } })),
    event('structured', build.structured(id()), build.data()),
    event(
      'structured, media type in another case',
      build.structured(id(), { contentType: 'application/CloudEvents+JSON' }),
      build.data(),
    ),
    event(
      'structured with headers of the binary mode as well',
      build.structured(id(), { headers: { ce_id: 'other', ce_specversion: '0.3' } }),
      build.data(),
    ),
    event(
      'structured with extensions',
      build.structured(id(), { attributes: { sequence: 7, sampled: true, nothing: null, subject: null } }),
      build.data(),
    ),
    event(
      'structured with data_base64',
      build.structured(id(), { data: undefined, attributes: { data_base64: base64 } }),
      build.data(),
    ),
    event(
      'structured, nested 32 deep',
      structuredDeep(build, id(), nested(31)),
      build.data({ deep: JSON.parse(nested(31)) as unknown }),
    ),
    { name: 'a note', kind: 'note', record: build.binary(id(), { ...note, data: build.noteData() }) },
    {
      name: 'a note a minute ahead',
      kind: 'note',
      record: build.binary(id(), {
        attributes: { ...note.attributes, time: new Date(now + 60_000).toISOString() },
        data: build.noteData({ auditUid: '0198F0C0-7C3E-7ABC-8DEF-0123456789AB', userMsg: astral.repeat(3) }),
      }),
    },
    {
      name: 'a structured note',
      kind: 'note',
      record: build.structured(id(), { ...note, data: build.noteData() }),
      data: build.noteData(),
    },
  ];
}

const hex12 = (now: number): string => now.toString(16).toUpperCase().padStart(12, '0');

function structuredDeep(build: RecordBuilder, id: string, deep: string): KafkaRecord {
  const envelope = { ...build.attributes(id), data: { ...build.data(), deep: 'DEEP' } };
  return build.structured(id, { value: JSON.stringify(envelope).replace('"DEEP"', deep) });
}

/** The same instant, written with an offset and nine digits of a fraction. */
function offsetTime(now: number, offset: string): string {
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4));
  const shifted = now + (offset.startsWith('-') ? -1 : 1) * minutes * 60_000;
  return new Date(shifted).toISOString().replace('Z', `999999${offset}`);
}
