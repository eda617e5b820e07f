import fc from 'fast-check';
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
    const value = fc.dictionary(
      fc.string(),
      fc.oneof(fc.string({ maxLength: 5_000, unit: 'binary' }), fc.jsonValue()),
      {
        maxKeys: 30,
      },
    );
    fc.assert(
      fc.property(value, fc.integer({ min: 1_024, max: 8_192 }), (object, limit) => {
        const shortened = shorten(Buffer.from(JSON.stringify(object)), limit);
        expect(shortened.length).toBeLessThanOrEqual(limit);
        expect(parse(shortened).shortened).toBeDefined();
      }),
    );
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
