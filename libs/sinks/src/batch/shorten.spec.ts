import { anyText } from '@trailbook/contract/corpus';
import fc from 'fast-check';
import { membersOf } from './json-members';
import { shorten } from './shorten';

const parse = (message: Buffer) => JSON.parse(message.toString('utf8')) as Record<string, unknown>;

describe('shortening a message', () => {
  const entry = {
    uid: '0192f0c1-1111-7000-8000-000000000001',
    time: '2026-11-20T12:00:00.000Z',
    source: '/services/demo',
    tenantUid: 'acme',
    contentMsg: 'ä'.repeat(4_000),
    changes: Array.from({ length: 200 }, (_, index) => ({ path: `/field/${index}`, after: 'x'.repeat(20) })),
    resource: { kind: 'cluster', uid: 'c-1' },
  };
  const message = Buffer.from(JSON.stringify(entry));

  it('keeps what identifies the entry, and says what was cut', () => {
    const result = parse(shorten(message, 4_096));
    expect(result).toMatchObject({ uid: entry.uid, time: entry.time, resource: entry.resource });
    expect(result.shortened).toEqual({ bytes: message.length, fields: ['changes', 'contentMsg'] });
    expect(entry.contentMsg.startsWith(result.contentMsg as string)).toBe(true);
  });

  it('uses the room there is', () => {
    expect(shorten(message, 4_096).length).toBeGreaterThan(4_096 - 600);
  });

  it('gives valid JSON within the limit, whatever comes', () => {
    const value = fc.dictionary(fc.string(), fc.oneof(anyText({ maxLength: 5_000 }), fc.jsonValue()), {
      maxKeys: 30,
    });
    fc.assert(
      fc.property(value, fc.integer({ min: 1_024, max: 8_192 }), (object, limit) => {
        const shortened = shorten(Buffer.from(JSON.stringify(object)), limit);
        expect(shortened.length).toBeLessThanOrEqual(limit);
        expect(parse(shortened).shortened).toBeDefined();
      }),
    );
  });

  it('keeps digits, order and spelling of all that stays', () => {
    const members = [
      '"uid":"u"',
      '"z" : 12345678901234567890',
      '"10":1.0',
      '"2":[ 1e2, -0 ]',
      '"a":"\\u00e9\\/"',
      '"b":{"n":1.50}',
    ];
    const long = `"text":"${'x'.repeat(2_000)}"`;
    const message = Buffer.from(`{${[...members.slice(0, 3), long, ...members.slice(3)].join(', ')}}`);
    const cut = shorten(message, 1_024).toString();
    const [before, after] = cut.split(/"text":"x+",/);
    expect(before).toBe(`{${members.slice(0, 3).join(',')},`);
    expect(after).toBe(`${members.slice(3).join(',')},"shortened":{"bytes":${message.length},"fields":["text"]}}`);
  });

  it('leaves every member as it was, or cuts it and says so, whatever comes', () => {
    const raw = fc.oneof(
      fc.constantFrom('12345678901234567890', '1.0', '-0', '1E+2', 'null', '[1.0, {"a":[]}]', '{"a": "}]\\""}'),
      anyText({ maxLength: 900 }).map((text) => JSON.stringify(text)),
      fc
        .array(fc.constantFrom('\\ud83d\\ude00', '\\u00e9', '\\n', '\\\\', '😀', 'é', 'x'), { maxLength: 90 })
        .map((some) => `"${some.join('')}"`),
    );
    const given = fc.uniqueArray(fc.tuple(fc.stringMatching(/^[a-z0-9]{1,4}$/), raw), {
      maxLength: 9,
      selector: ([name]) => name,
    });
    fc.assert(
      fc.property(given, fc.integer({ min: 1_024, max: 3_000 }), (members, limit) => {
        const whole = members.map(([name, value]) => `"${name}" : ${value}`);
        const cut = shorten(Buffer.from(`{ ${whole.join(' , ')} }`), limit);
        expect(cut.length).toBeLessThanOrEqual(limit);
        expect(cut.toString()).not.toContain('\ufffd');
        const { shortened } = parse(cut) as { shortened: { fields: string[] } };
        const kept = new Map([...membersOf(cut)].map(({ name, bytes }) => [name, bytes.toString()]));
        expect([...kept.keys()]).toEqual([
          ...members.map(([name]) => name).filter((name) => kept.has(name)),
          'shortened',
        ]);
        for (const [n, [name]] of members.entries()) {
          if (!shortened.fields.includes(name)) expect(kept.get(name)).toBe(whole[n]);
          else if (kept.has(name)) expect(whole[n]!.startsWith(kept.get(name)!.slice(0, -1))).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('says that a field of its own name gives way to what it says', () => {
    const result = parse(shorten(Buffer.from(JSON.stringify({ shortened: 'mine', text: 'x'.repeat(2_000) })), 1_024));
    expect(result.shortened).toMatchObject({ fields: ['shortened', 'text'] });
  });

  it('wraps what is not a JSON object', () => {
    const result = parse(shorten(Buffer.from(`[${'1,'.repeat(2_000)}1]`), 1_024));
    expect(result).toMatchObject({ shortened: { fields: ['message'] } });
    expect(result.message).toMatch(/^\[1,1/);
  });

  it('never splits a character', () => {
    const result = parse(shorten(Buffer.from(JSON.stringify({ text: '😀'.repeat(1_000) })), 1_025));
    expect(result.text).toMatch(/^(😀)+$/u);
  });
});
