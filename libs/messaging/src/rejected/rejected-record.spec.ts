import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { writeRecordBatch } from '../protocol/record-batch-writer';
import type { OutgoingRecord, ReceivedRecord, RecordHeader } from '../records';
import { encodeBatch } from '../spec/encode-batch';
import { readBatches } from '../spec/read-batches';
import { cuts, originalRecord, rejectedRecord, truncatedRecord } from './rejected-record';

const record: ReceivedRecord = {
  ...{ topic: 'audit.events', partition: 4, offset: 17n, timestamp: 0 },
  ...{ key: Buffer.from('acme'), value: Buffer.from('{'), headers: { ce_id: Buffer.from('2'), odd: undefined } },
};
const by = { app: 'ingest', at: new Date('2026-01-02T03:04:05.678Z') };
const rejection = { record, code: 'not-json', reason: 'the value is not JSON' };
const reasons: [string, string][] = [
  ['reject-code', 'not-json'],
  ['reject-reason', 'the value is not JSON'],
  ['reject-time', '2026-01-02T03:04:05.678Z'],
  ['reject-app', 'ingest'],
  ['reject-topic', 'audit.events'],
  ['reject-partition', '4'],
  ['reject-offset', '17'],
];
const header = ([name, value]: [string, string | null]): RecordHeader => [
  Buffer.from(name),
  value === null ? null : Buffer.from(value),
];

/** The record as it comes back from the log, where its headers are an array. */
async function throughLog({ key, value, allHeaders }: OutgoingRecord): Promise<ReceivedRecord> {
  const identity = { producerId: 1n, producerEpoch: 0, firstSequence: 0 };
  const batch = writeRecordBatch([{ key, value, headers: allHeaders }], identity, 0);
  const [record] = await readBatches(batch);
  return record!;
}

describe('a rejected record', () => {
  it('is the original one and why', () => {
    const allHeaders = [header(['ce_id', '2']), header(['odd', null]), ...reasons.map(header)];
    expect(rejectedRecord(rejection, by)).toEqual({ key: record.key, value: record.value, allHeaders });
  });

  it('keeps a header of its own that is named like one of the rejection under another name', async () => {
    const names = ['reject-code', 'original-reject-code', 'reject-', 'original-', 'Reject-code', 'xreject-code'];
    const allHeaders = names.map((name) => header([name, 'mine']));
    const kept = rejectedRecord({ ...rejection, record: { ...record, allHeaders } }, by);
    expect(kept.allHeaders?.slice(0, names.length).map(([name]) => name.toString())).toEqual([
      'original-reject-code',
      'original-original-reject-code',
      'original-reject-',
      'original-',
      'Reject-code',
      'xreject-code',
    ]);
    expect((await throughLog(kept)).headers['reject-code']?.toString()).toBe('not-json');
  });

  it('is what it was, byte for byte, once it is put back: key, value, headers in order, repeats, nulls', async () => {
    const bytes = (most: number) => fc.uint8Array({ maxLength: most }).map((some) => Buffer.from(some));
    const nullable = (most: number) => fc.option(bytes(most));
    const names = ['reject-code', 'original-reject-code', 'original-x', 'traceparent', 'ce_id', '__proto__', ''];
    const name = fc.oneof(
      fc.constantFrom(...names).map((text) => Buffer.from(text)),
      bytes(8),
    );
    const given = fc.record({
      timestamp: fc.constant(0),
      key: nullable(10),
      value: nullable(40),
      headers: fc.array(fc.tuple(name, nullable(10)), { maxLength: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(given, async (sent) => {
        const [received] = await readBatches(encodeBatch([sent], { baseOffset: 17n }));
        const kept = await throughLog(rejectedRecord({ ...rejection, record: received! }, by));
        expect([kept.key, kept.value]).toEqual([sent.key, sent.value]);
        const back = await throughLog(originalRecord(kept));
        expect([back.key, back.value, back.allHeaders]).toEqual([sent.key, sent.value, sent.headers]);
      }),
      { numRuns: 500 },
    );
  });

  it('that Kafka does not take is cut, with its size and hash, until nothing of it is left', () => {
    const value = Buffer.alloc(3_000_000, 'x');
    const allHeaders = ['1', 'x'.repeat(2_000), null, '2'].map((text) => header(['a', text]));
    const large = { ...rejection, record: { ...record, value, allHeaders, key: Buffer.alloc(5_000) } };
    const notice: [string, string][] = [
      ['reject-truncated', 'true'],
      ['reject-size', '3000000'],
      ['reject-sha256', createHash('sha256').update(value).digest('hex')],
    ];
    const own = [...reasons, ...notice].map(header);
    const cut = truncatedRecord(large, by, cuts[0]!);
    expect(cut.value).toEqual(value.subarray(0, 64 * 1024));
    expect(cut.allHeaders).toEqual([allHeaders[0], allHeaders[2], allHeaders[3], ...own]);
    const last = truncatedRecord(large, by, cuts.at(-1)!);
    expect(last).toEqual({ key: Buffer.alloc(0), value: Buffer.alloc(0), allHeaders: own });
  });

  it('that could not be read as a whole keeps what there is of it', () => {
    const unread = { code: 'too-large-unpacked' as const, reason: 'large', value: Buffer.from('a batch') };
    const whole = rejectedRecord({ ...rejection, record: { ...record, value: null, unread } }, by);
    expect(whole).toMatchObject({ key: record.key, value: unread.value });
    const cut = { size: 60_000_000, sha256: 'abc' };
    const passed = rejectedRecord({ ...rejection, record: { ...record, value: null, unread: { ...unread, cut } } }, by);
    expect(passed.value).toEqual(unread.value);
    expect(passed.allHeaders?.slice(-3)).toEqual(
      [
        ['reject-truncated', 'true'],
        ['reject-size', '60000000'],
        ['reject-sha256', 'abc'],
      ].map(([name, value]) => header([name!, value!])),
    );
  });
});
