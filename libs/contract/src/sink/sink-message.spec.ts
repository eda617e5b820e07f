import fc from 'fast-check';
import { anyText, goodRecords, RecordBuilder } from '../corpus';
import { decide } from '../decide/decide';
import { dataText } from '../data-text';
import type { Entry } from '../entry';
import { sinkMessage, sinkNoteMessage } from './sink-message';

const options = { now: Date.UTC(2026, 0, 2, 3, 4, 5, 6), tenantUid: 'acme' };
const build = new RecordBuilder(options);
const entry = (value: string, more: Partial<Entry> = {}): Entry => ({
  uid: 'u-1',
  source: '/s',
  sourceVerification: 'unverified',
  time: options.now,
  receivedAt: options.now + 1000,
  mode: 'binary',
  value,
  ...more,
});
const textOf = (of: Entry): string => sinkMessage(of).toString();
const head =
  '{"uid":"u-1","time":"2026-01-02T03:04:05.006Z","receivedAt":"2026-01-02T03:04:06.006Z","source":"/s","sourceVerification":"unverified"';

describe('what a sink sends', () => {
  test('has the uid first, then the data exactly as it was received', () => {
    const value = '{"tenantUid":"acme", "n":[12345678901234567890,1.0], "z":1,"a":"\\u00e9"}';
    expect(textOf(entry(value))).toBe(
      `${head},"tenantUid":"acme", "n":[12345678901234567890,1.0], "z":1,"a":"\\u00e9"}`,
    );
  });

  test('carries subject and trace context', () => {
    expect(JSON.parse(textOf(entry('{}', { subject: 'a/b', traceparent: '00-1' })))).toMatchObject({
      subject: 'a/b',
      traceparent: '00-1',
    });
  });

  test('never has a key twice, and loses none of the data’s fields', () => {
    const value = '{"uid":"x","s\\u006furce" : [1], "uid_":{"uid":"y"},"time":null}';
    expect(textOf(entry(value))).toBe(`${head},"uid__":"x","source_" : [1], "uid_":{"uid":"y"},"time_":null}`);
  });

  test('is one line, whatever white space was received', () => {
    const value = JSON.stringify({ tenantUid: 'acme', text: 'two\nlines', list: [1, { a: [] }] }, null, 2);
    const message = textOf(entry(` ${value.replaceAll('\n', '\r\n')}\n`));
    expect(message).not.toMatch(/[\r\n]/);
    expect(JSON.parse(message)).toMatchObject({ tenantUid: 'acme', text: 'two\nlines', list: [1, { a: [] }] });
  });

  test.each(['{}', '{ }', '\n{\n}\n'])('may have no field of the data: %j', (value) => {
    expect(textOf(entry(value))).toBe(`${head}}`);
  });

  test('is the same, whether its bytes are copied or looked through', () => {
    const text = anyText();
    fc.assert(
      fc.property(text, fc.option(text, { nil: undefined }), fc.option(text, { nil: undefined }), (source, ...more) => {
        const [subject, traceparent] = more;
        const of = { ...entry('', { source, subject, traceparent }), value: Buffer.from('{"tenantUid":"é","n":1.0}') };
        expect(sinkMessage(of, true)).toEqual(sinkMessage(of));
      }),
    );
  });

  test('a note says that it is one', () => {
    const { receivedAt: _, ...note } = entry('{"tenantUid":"acme","auditUid":"a","type":"other"}');
    expect(sinkNoteMessage(note).toString()).toBe(
      '{"uid":"u-1","time":"2026-01-02T03:04:05.006Z","type":"note","tenantUid":"acme","auditUid":"a","type_":"other"}',
    );
  });

  test.each(goodRecords(options))('holds all of the data: $name', ({ record }) => {
    const decision = decide(record);
    if (decision.kind === 'rejected') throw new Error(decision.reason);
    const accepted = decision.kind === 'event' ? decision.event : decision.note;
    const message = sinkMessage({ ...accepted, receivedAt: 0 });
    if ('isPlain' in accepted) {
      expect(sinkMessage({ ...accepted, receivedAt: 0 }, accepted.isPlain)).toEqual(message);
    }
    const sent = JSON.parse(message.toString()) as Record<string, unknown>;
    const { uid, time, source, ...rest } = accepted.data as unknown as Record<string, unknown>;
    expect(sent).toMatchObject(rest);
    expect(sent['uid']).toBe(accepted.uid);
    for (const [key, value] of Object.entries({ uid, time, source })) expect(sent[`${key}_`]).toEqual(value);
  });
});

describe('dataText', () => {
  const json = fc.json({ stringUnit: 'binary' });
  test('finds the data in a structured event, character for character', () => {
    const gap = fc.constantFrom('', ' ', '\r\n\t');
    fc.assert(
      fc.property(json, json, gap, fc.boolean(), (data, other, space, first) => {
        const members = [`"data"${space}:${space}${data}`, `"x\\"data"${space}:${other}`];
        const text = `${space}{${space}${(first ? members : members.reverse()).join(`${space},${space}`)}${space}}${space}`;
        expect(dataText(text, 'structured')).toBe(data);
        expect(dataText(Buffer.from(text), 'structured')).toBe(data);
      }),
    );
  });

  test('decodes what came as base64', () => {
    const text = JSON.stringify(build.data({ name: 'é' }));
    expect(dataText(JSON.stringify({ data_base64: Buffer.from(text).toString('base64') }), 'structured')).toBe(text);
  });
});
