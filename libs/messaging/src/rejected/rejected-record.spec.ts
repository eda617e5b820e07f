import { createHash } from 'node:crypto';
import type { ReceivedRecord } from '../records';
import { rejectedRecord, truncatedRecord } from './rejected-record';

const record: ReceivedRecord = {
  ...{ topic: 'audit.events', partition: 4, offset: 17n, timestamp: 0 },
  ...{ key: Buffer.from('acme'), value: Buffer.from('{'), headers: { ce_id: Buffer.from('2'), odd: undefined } },
};
const at = new Date('2026-01-02T03:04:05.678Z');
const rejection = { record, code: 'not-json', reason: 'the value is not JSON' };
const reasons = {
  'reject-code': 'not-json',
  'reject-reason': Buffer.from('the value is not JSON'),
  'reject-time': '2026-01-02T03:04:05.678Z',
  'reject-app': 'ingest',
  'reject-topic': 'audit.events',
  'reject-partition': '4',
  'reject-offset': '17',
};

describe('a rejected record', () => {
  it('is the original one and why', () => {
    const headers = { ce_id: Buffer.from('2'), odd: Buffer.alloc(0), ...reasons };
    expect(rejectedRecord(rejection, 'ingest', at)).toEqual({ key: record.key, value: record.value, headers });
  });

  it('keeps headers that occur twice, whatever their name', () => {
    const allHeaders: [string, Buffer | null][] = [
      ['a', Buffer.from('1')],
      ['a', Buffer.from('2')],
      ['__proto__', Buffer.from('x')],
    ];
    const { headers } = rejectedRecord({ ...rejection, record: { ...record, allHeaders } }, 'ingest', at);
    expect(Object.entries(headers ?? {}).slice(0, 2)).toEqual([
      ['a', [Buffer.from('1'), Buffer.from('2')]],
      ['__proto__', Buffer.from('x')],
    ]);
  });

  it('that Kafka does not take is cut, with its size and hash', () => {
    const value = Buffer.alloc(3_000_000, 'x');
    const headers = { small: Buffer.from('1'), large: Buffer.alloc(2_000), ce_id: Buffer.from('2') };
    const cut = truncatedRecord({ ...rejection, record: { ...record, value, headers } }, 'ingest', at);
    expect(cut.value).toEqual(value.subarray(0, 64 * 1024));
    expect(cut.headers).toEqual({
      ...{ small: Buffer.from('1'), ce_id: Buffer.from('2'), ...reasons },
      'reject-truncated': 'true',
      'reject-size': '3000000',
      'reject-sha256': createHash('sha256').update(value).digest('hex'),
    });
  });

  it('that could not be read as a whole keeps what there is of it', () => {
    const unread = { code: 'too-large-unpacked' as const, reason: 'large', value: Buffer.from('a batch') };
    const whole = rejectedRecord({ ...rejection, record: { ...record, value: null, unread } }, 'ingest', at);
    expect(whole).toMatchObject({ key: record.key, value: unread.value });
    const cut = { size: 60_000_000, sha256: 'abc' };
    const passed = { ...record, value: null, unread: { ...unread, cut } };
    expect(rejectedRecord({ ...rejection, record: passed }, 'ingest', at)).toMatchObject({
      value: unread.value,
      headers: { 'reject-truncated': 'true', 'reject-size': '60000000', 'reject-sha256': 'abc' },
    });
  });
});
