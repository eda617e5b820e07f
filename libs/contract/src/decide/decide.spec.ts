import { isUtf8 } from 'node:buffer';
import { badRecords, goodRecords, RecordBuilder } from '../corpus';
import { dataOf } from '../data-of';
import { entryUid } from '../entry-uid';
import type { DecideOptions } from '../decision';
import { limits } from '../topics';
import { decide, decideExactly, decideForward } from './decide';

const options = { now: Date.UTC(2026, 0, 15, 10, 20, 30, 456), tenantUid: 'acme' };
const build = new RecordBuilder(options);

describe('a record that keeps the contract', () => {
  test.each(goodRecords(options))('$name', ({ kind, record, data }) => {
    const decision = decide(record);
    expect(decision).toMatchObject({ kind });
    if (decision.kind === 'rejected') return;
    const accepted = decision.kind === 'event' ? decision.event : decision.note;
    expect(accepted.value).toBe(record.value);
    expect(accepted.data).toEqual(data ?? JSON.parse(record.value?.toString() ?? ''));
    expect(dataOf(accepted.value, accepted.mode)).toEqual(accepted.data);
    expect(accepted.uid).toBe(entryUid(accepted.tenantUid, accepted.source, accepted.id));
  });
});

describe('a record that breaks the contract', () => {
  test.each(badRecords(options))('$code: $name', ({ code, reason, record }) => {
    const decision = decide(record);
    expect(decision).toEqual({ kind: 'rejected', code, reason: expect.stringContaining(reason) });
    const said = decision.kind === 'rejected' ? decision.reason : '';
    expect(said.length).toBeLessThanOrEqual(limits.reason);
    expect(isUtf8(Buffer.from(said)) && !/\p{Cc}|\p{Cs}/u.test(said)).toBe(true);
  });
});

describe('a record that could not be read', () => {
  test('is rejected for the reason that it comes with, whoever asks', () => {
    const unread = { code: 'too-large-unpacked', reason: 'a block of snappy unpacks to 70 MiB' } as const;
    const record = { ...build.binary('42'), value: null, unread };
    for (const judge of [decide, decideForward, decideExactly]) {
      expect(judge(record)).toEqual({ kind: 'rejected', ...unread });
    }
  });
});

describe('what an event says', () => {
  test('is in the decision, field by field, with what the envelope adds', () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const attributes = { time: '2026-01-15T15:50:30.4569+05:30', subject: 'cluster/1', traceparent, sequence: '7' };
    const data = build.data({ projectUid: 'p', outcome: 'failure', further: 1 });
    expect(decide(build.binary('42', { attributes, data }))).toMatchObject({
      event: {
        id: '42',
        source: '/services/corpus',
        time: options.now,
        subject: 'cluster/1',
        traceparent,
        extras: { sequence: '7' },
        mode: 'binary',
        tenantUid: 'acme',
        projectUid: 'p',
        data: { ...data, outcome: 'failure' },
      },
    });
  });

  test('a trace context that is none is kept, but not acted on', () => {
    const record = build.binary('1', { attributes: { traceparent: '00-0-0-00' } });
    expect(decide(record)).toMatchObject({ event: { traceparent: undefined, extras: { traceparent: '00-0-0-00' } } });
  });

  test('the uid of a UUIDv7 is that in lower case, an entry’s uid in a note likewise', () => {
    const uuid = '0198F0C0-7C3E-7ABC-8DEF-0123456789AB';
    const attributes = { type: 'dev.trailbook.audit.note.v1' };
    const record = build.binary(uuid, { attributes, data: build.noteData({ auditUid: uuid }) });
    expect(decide(record)).toMatchObject({ note: { uid: uuid.toLowerCase(), auditUid: uuid.toLowerCase(), id: uuid } });
  });
});

describe('options', () => {
  test('the retention is judged against the record’s timestamp', () => {
    const old = build.binary('1', { attributes: { time: new Date(options.now - 7 * 86_400_000).toISOString() } });
    expect(decide(old, { retentionDays: 7 })).toMatchObject({ kind: 'event' });
    expect(decide({ ...old, timestamp: old.timestamp + 1 }, { retentionDays: 7 })).toMatchObject({ code: 'too-old' });
  });

  test.each([
    ['the source itself', '/services/corpus', ['acme'], 'event'],
    ['the start of it', '/services/*', ['acme'], 'event'],
    ['all tenants', '/services/corpus', ['*'], 'event'],
    ['another tenant', '/services/corpus', ['globex'], 'rejected'],
    ['another source', '/services/other', ['acme'], 'rejected'],
    ['the start without a star', '/services/', ['acme'], 'rejected'],
  ])('allowed sources: %s', (_name, source, tenants, kind) => {
    const decision = decide(build.binary('1'), { allowedSources: { [source]: tenants } });
    expect(decision).toMatchObject(kind === 'event' ? { kind } : { kind, code: 'source-not-allowed' });
  });

  test('what is accepted unsigned is known by name where allowed sources are given', () => {
    const verificationWith = (options: DecideOptions) => {
      const decision = decide(build.binary('1'), options);
      return decision.kind === 'event' && decision.event.sourceVerification;
    };
    expect(verificationWith({})).toBe('unverified');
    expect(verificationWith({ allowedSources: { '/services/corpus': ['acme'] } })).toBe('allowed');
  });
});
