import { contentDigest } from '@trailbook/json-bytes';
import fc from 'fast-check';
import { anyText, badRecords, goodRecords, RecordBuilder } from '../../corpus';
import type { DecideOptions } from '../../decision';
import type { KafkaRecord } from '../../record';
import { sinkMessage } from '../../sink/sink-message';
import { eventTypes } from '../../topics';
import { writeUid } from '../../uid-bytes';
import { decideForward } from '../decide';
import { UsualRecords } from './usual-record';

const now = Date.UTC(2026, 0, 15, 10, 20, 30, 456);
const build = new RecordBuilder({ now, tenantUid: 'acme' });
const id = '0198f0c0-7C3E-7abc-8DEF-0123456789ab';

type Header = readonly [name: string | Buffer, value: Buffer | null];

/** A number of Kafka's record format. */
function varint(number: number): Buffer {
  const bytes: number[] = [];
  let rest = number < 0 ? -2 * number - 1 : 2 * number;
  for (; rest >= 0x80; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  return Buffer.from([...bytes, rest]);
}

const field = (bytes: Buffer | null): Buffer => Buffer.concat([varint(bytes?.length ?? -1), bytes ?? Buffer.alloc(0)]);

/** The record as it lies in the log, between others. */
function inLog(record: KafkaRecord, headers: readonly Header[] = headersOf(record)): KafkaRecord {
  const before = Buffer.from('"}\u0006\u0001"{');
  const value = record.value ?? Buffer.alloc(0);
  const packed = headers.map(([name, text]) => Buffer.concat([field(Buffer.from(name)), field(text)]));
  const parts = [before, value, varint(headers.length), ...packed];
  const end = parts.reduce((sum, { length }) => sum + length, 0);
  const bytes = {
    buffer: Buffer.concat([...parts, Buffer.from('"},"x":1}')]),
    valueStart: before.length,
    valueLength: record.value === null ? -1 : value.length,
    end,
  };
  return { ...record, bytes };
}

const headersOf = ({ headers }: KafkaRecord): Header[] =>
  Object.entries(headers).flatMap(([name, value]): Header[] => (value ? [[name, value]] : []));

const looks = new UsualRecords({});

/** Whether the record is usual; it must then be what it is for `decideForward`, too. */
function agree(record: KafkaRecord, options: DecideOptions = {}, usualRecords = looks): boolean {
  const usual = usualRecords.look(record);
  if (usual === undefined) return false;
  const decision = decideForward(record, options);
  if (decision.kind !== 'event') throw new Error(`${decision.kind} is taken for an event`);
  const { event } = decision;
  const { tenantUid, projectUid, actionType, resourceKind, time } = event;
  expect(usual).toMatchObject({ tenantUid, actionType, resourceKind, time });
  expect(usual.projectUid).toBe(projectUid);
  const uid = Buffer.alloc(16);
  writeUid(event.uid, uid, 0);
  expect(Buffer.from(new Int32Array(usual.uid).buffer)).toEqual(uid);
  expect(usual.digest).toBe(contentDigest(event.value, event.source, time));
  const message = Buffer.alloc(usual.messageBytes + 2, '.');
  usual.copyMessage(message, 1);
  const expected = sinkMessage({ ...event, receivedAt: record.timestamp }).toString();
  expect(message.toString()).toBe(`.${expected}.`);
  return true;
}

const usual = (attributes: Record<string, string | undefined> = {}, data = build.data()): KafkaRecord =>
  build.binary(id, { attributes, data });

describe('a usual record', () => {
  // Whatever came before: the habit of records that are not usual.
  beforeEach(() => {
    while (!agree(inLog(usual())));
  });

  test.each([...goodRecords(build.options), ...badRecords(build.options)])('is as decided: $name', ({ record }) => {
    agree(inLog(record));
  });

  test.each<[string, KafkaRecord]>([
    ['the least there is', usual()],
    ['a subject and a trace', usual({ subject: 'a/b', traceparent: `00-${'a1'.repeat(16)}-${'b2'.repeat(8)}-01` })],
    ['further attributes', usual({ tracestate: 'a=b,c=d', partitionkey: 'acme' })],
    ['other headers', build.binary(id, { headers: { 'x-request': 'é', ce: 'x', __proto__2: '' } })],
    ['no content type', build.binary(id, { contentType: undefined })],
    ['text beyond ASCII', usual({}, build.data({ actionMsg: 'größer', projectUid: 'π', contentMsg: 'a "b"' }))],
    ['a scope that is escaped', usual({}, build.data({ projectUid: 'a"b' }))],
    ['another time zone', usual({ time: '2026-01-15T13:20:30.4567+03:00' })],
    ['no fraction', usual({ time: '2026-01-15T10:20:30Z' })],
    ['a long source', usual({ source: `/${'s'.repeat(500)}` })],
    ['a long value', usual({}, build.data({ contentMsg: 'x'.repeat(60_000) }))],
  ])('may have %s', (_name, record) => {
    expect(agree(inLog(record))).toBe(true);
    expect(agree(inLog(record))).toBe(true);
  });

  test.each<[string, KafkaRecord]>([
    ['an id that is no UUIDv7', build.binary('42')],
    ['an id of another version', build.binary(id.replace('-7abc', '-4abc'))],
    ['a missing time', usual({ time: undefined })],
    ['a day that is not in the calendar', usual({ time: '2026-02-29T10:20:30Z' })],
    ['a note', usual({ type: eventTypes.note })],
    ['a source that is no URI-reference', usual({ source: 'a b' })],
    ['a source that is too long', usual({ source: `/${'s'.repeat(600)}` })],
    ['a trace that is none', usual({ traceparent: `00-${'0'.repeat(32)}-${'b2'.repeat(8)}-01` })],
    ['an attribute in capitals', build.binary(id, { headers: { ce_Extra: 'x' } })],
    ['a member that the message has, too', usual({}, build.data({ source: 'x' }))],
    ['no actor where there has to be one', usual({}, build.data({ actor: { actorType: 'service' } }))],
    ['a value that is too long for a glance', usual({}, build.data({ contentMsg: 'x'.repeat(70_000) }))],
    ['a timestamp that no year has', { ...usual(), timestamp: 1e18 }],
    ['a timestamp that no integer has', { ...usual(), timestamp: 1e300 }],
  ])('does not have %s', (_name, record) => {
    expect(agree(inLog(record))).toBe(false);
  });

  test('has each header once, and each with a value', () => {
    const headers = headersOf(usual());
    for (const [at, [name]] of headers.entries()) {
      expect([name, agree(inLog(usual(), [...headers, headers[at]!]))]).toEqual([name, false]);
      expect([name, agree(inLog(usual(), headers.with(at, [name, null])))]).toEqual([name, false]);
      while (!agree(inLog(usual())));
    }
  });

  test('is not one whose headers end before or behind its end', () => {
    const { bytes, ...record } = inLog(usual());
    for (const more of [-9, -1, 1, 9])
      expect(agree({ ...record, bytes: { ...bytes!, end: bytes!.end + more } })).toBe(false);
  });

  test('keeps to the rules that are set', () => {
    const keeps = (record: KafkaRecord, options: DecideOptions) =>
      agree(inLog(record), options, new UsualRecords(options));
    expect(keeps(usual(), { retentionDays: 1 })).toBe(true);
    expect(keeps(usual({ time: '2026-01-14T10:20:29Z' }), { retentionDays: 1 })).toBe(false);
    expect(keeps(usual({ time: '2026-01-15T11:20:31Z' }), {})).toBe(false);
    expect(keeps(usual(), { allowedSources: { '/services/corpus': ['other'] } })).toBe(false);
    expect(keeps(usual(), { allowedSources: { '/services/*': ['acme'] } })).toBe(true);
  });

  test('is told from those that lie beside it', () => {
    const records = Array.from({ length: 600 }, (_, n) =>
      usual({ source: `/${n % 70}` }, build.data({ tenantUid: `t${n}` })),
    );
    const each = records.map((record) => inLog(record));
    const buffer = Buffer.concat(each.map(({ bytes }) => bytes!.buffer));
    let at = 0;
    for (const record of each) {
      const { bytes } = record;
      const [valueStart, end] = [at + bytes!.valueStart, at + bytes!.end];
      expect(agree({ ...record, bytes: { ...bytes!, buffer, valueStart, end } })).toBe(true);
      at += bytes!.buffer.length;
    }
  });

  const digits = (least: number, most: number) =>
    fc.integer({ min: least, max: most }).map((n) => String(n).padStart(2, '0'));
  const time = fc
    .tuple(
      fc.constantFrom('2026', '2025', '0001', '9999'),
      digits(0, 13),
      digits(0, 32),
      digits(0, 24),
      digits(0, 60),
      digits(0, 61),
    )
    .chain(([year, month, day, hour, minute, second]) =>
      fc
        .constantFrom('Z', 'z', '.1Z', '.1239Z', '.Z', '+01:30', '-23:59', '+24:00', '', 'Z ')
        .map((zone) => `${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`),
    );
  const text = fc.oneof(fc.string(), anyText(), fc.constantFrom('/a', 'https://a/b?c#d', 'a"b', 'a\\b', '\u007f'));
  const attributes = fc.record(
    {
      time: fc.oneof(fc.constant(new Date(now).toISOString()), time),
      source: fc.oneof(fc.constant('/a/b'), text),
      subject: text,
      traceparent: fc.oneof(fc.constant(`00-${'a1'.repeat(16)}-${'b2'.repeat(8)}-01`), text),
      extra: text,
    },
    { requiredKeys: ['time', 'source'] },
  );

  test('agrees about attributes', () => {
    const options = { retentionDays: 10_000_000 };
    const usualRecords = new UsualRecords(options);
    fc.assert(
      fc.property(attributes, fc.uuid({ version: [7, 4] }), fc.integer({ min: -1, max: 1 }), (some, uuid, days) => {
        const record = { ...build.binary(uuid, { attributes: some }), timestamp: now + days * 86_400_000 };
        agree(inLog(record), options, usualRecords);
      }),
      { numRuns: 5_000 },
    );
  });

  test('never takes what is damaged for an event', () => {
    const change = fc.record({ at: fc.nat(), byte: fc.nat({ max: 255 }) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const { bytes, ...record } = inLog(usual({ subject: 'a/b' }));
        const buffer = Buffer.from(bytes!.buffer);
        for (const { at, byte } of changes) buffer[bytes!.valueStart + (at % (bytes!.end - bytes!.valueStart))] = byte;
        const changed = { ...record, bytes: { ...bytes!, buffer } };
        const seen = looks.look(changed);
        if (seen) expect(seen.messageBytes).toBeGreaterThan(0);
        const { valueStart, valueLength } = bytes!;
        const value = buffer.subarray(valueStart, valueStart + valueLength);
        // The headers are as they were: then it is what it would be for the exact way.
        if (buffer.subarray(valueStart + valueLength).equals(bytes!.buffer.subarray(valueStart + valueLength))) {
          agree({ ...changed, value });
        }
      }),
      { numRuns: 3_000 },
    );
  });
});
