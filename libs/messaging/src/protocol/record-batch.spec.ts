import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { compress as lz4 } from 'lz4js';
import { compress as snappy } from 'snappyjs';
import { encodeBatch, type PlainRecord } from '../spec/encode-batch';
import { OldFormatError, RecordBatchReader } from './record-batch';

const read = (bytes: Buffer) => new RecordBatchReader().read('t', 3, bytes);
const buffer = (most: number) => fc.uint8Array({ maxLength: most }).map((bytes) => Buffer.from(bytes));
const nullable = (most: number) => fc.option(buffer(most), { nil: null });
const header = fc.tuple(
  fc.oneof(fc.constantFrom('ce_id', 'ce_source', '__proto__', 'constructor'), fc.string()),
  nullable(20),
);
const record: fc.Arbitrary<PlainRecord> = fc.record({
  timestamp: fc.integer({ min: 0, max: 4_102_444_800_000 }),
  key: nullable(20),
  value: nullable(300),
  headers: fc.array(header, { maxLength: 8 }),
});
const xerial = (plain: Buffer) => {
  const block = snappy(plain);
  const size = Buffer.alloc(4);
  size.writeInt32BE(block.length);
  return Buffer.concat([Buffer.from('82534e41505059000000000100000001', 'hex'), size, block]);
};
const codecs: [string, number, (plain: Buffer) => Buffer][] = [
  ['as they are', 0, (plain) => plain],
  ['by gzip', 1, (plain) => gzipSync(plain)],
  ['by snappy in one block', 2, (plain) => snappy(plain)],
  ["by snappy in Java's blocks", 2, xerial],
  ['by lz4', 3, (plain) => Buffer.from(lz4(plain))],
];

describe('reading record batches', () => {
  it.each(codecs)('gives back what was written, packed %s', (_, codec, pack) => {
    fc.assert(
      fc.property(
        fc.array(record, { minLength: 1, maxLength: 12 }),
        fc.bigInt(0n, 1n << 62n),
        (records, baseOffset) => {
          const found = read(encodeBatch(records, { baseOffset, attributes: codec, pack }));
          expect(found.map(({ offset }) => offset)).toEqual(
            records.map((_record, index) => baseOffset + BigInt(index)),
          );
          found.forEach((one, index) => {
            const written = records[index] as PlainRecord;
            expect([one.topic, one.partition]).toEqual(['t', 3]);
            expect([one.timestamp, one.key, one.value]).toEqual([written.timestamp, written.key, written.value]);
            const all = one.allHeaders ?? Object.entries(one.headers).map(([name, value]) => [name, value ?? null]);
            const sorted = (list: unknown[]) => JSON.stringify([...list].map((entry) => JSON.stringify(entry)).sort());
            expect(sorted(all)).toBe(sorted(written.headers));
            const shown: [string, Buffer][] = [];
            const header = (name: string, bytes: Buffer, start: number, end: number) =>
              void shown.push([name, bytes.subarray(start, end)]);
            if (one.showHeaders?.({ header })) expect(shown).toEqual(written.headers);
            else expect(written.headers.some(([, value]) => value === null)).toBe(true);
            for (const [name, value] of written.headers) {
              const last = written.headers.filter(([other]) => other === name).at(-1)?.[1] ?? undefined;
              if (name !== '__proto__') expect(one.headers[name]).toEqual(last);
              expect(value).toBeDefined();
            }
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('reads several batches, and leaves out the one that is cut off', () => {
    const one = (baseOffset: bigint) =>
      encodeBatch([{ timestamp: 1, key: null, value: Buffer.from('a'), headers: [] }], { baseOffset });
    const bytes = Buffer.concat([one(5n), one(9n), one(12n)]);
    expect(read(bytes).map(({ offset }) => offset)).toEqual([5n, 9n, 12n]);
    for (let cut = 1; cut < one(0n).length; cut += 1) {
      expect(read(bytes.subarray(0, -cut)).map(({ offset }) => offset)).toEqual([5n, 9n]);
    }
  });

  it("takes the broker's time where the topic says so, and knows control records", () => {
    const records = [{ timestamp: 7, key: null, value: null, headers: [] as PlainRecord['headers'] }];
    const [found] = read(encodeBatch(records, { baseOffset: 0n, attributes: 0x38, maxTimestamp: 99, producerId: 4n }));
    expect(found).toMatchObject({ timestamp: 99, isControlRecord: true });
    expect(found?.batchContext).toEqual({ producerId: '4', inTransaction: true });
  });

  it.each([
    ['rubbish', 1, Buffer.from('rubbish')],
    ['an unknown codec', 7, Buffer.from('what')],
    ['a record that is too short', 0, Buffer.from([200, 1, 0])],
    ['a bomb', 1, gzipSync(Buffer.alloc(70 * 1024 * 1024))],
  ])('passes %s as unreadable records that keep the bytes', (_, attributes, packed) => {
    const three = Array.from({ length: 3 }, () => ({ timestamp: 1, key: null, value: null, headers: [] }));
    const found = read(encodeBatch(three, { baseOffset: 10n, attributes, pack: () => packed }));
    expect(found.map(({ offset, value }) => [offset, value])).toEqual([
      [10n, packed],
      [11n, null],
      [12n, null],
    ]);
  });

  it('passes a record without its headers where they run over the end of the batch', () => {
    const record = Buffer.from([18, 0, 0, 0, 1, 2, 0x61, 2, 200, 1]);
    const one = [{ timestamp: 1, key: null, value: null, headers: [] }];
    const [found] = read(encodeBatch(one, { baseOffset: 10n, pack: () => record }));
    expect(found).toMatchObject({ offset: 10n, key: null, value: Buffer.from('a'), headers: {} });
    expect(found?.allHeaders).toBeUndefined();
    expect(found?.showHeaders?.({ header: () => undefined })).toBe(false);
  });

  it('reads a batch of more records than a call has room for arguments', () => {
    const empty: PlainRecord = { timestamp: 1, key: null, value: null, headers: [] };
    const many = Array.from({ length: 150_000 }, () => empty);
    expect(read(encodeBatch(many, { baseOffset: 0n })).length).toBe(150_000);
  });

  it('leaves the formats of before Kafka 0.11 to kafkajs', () => {
    const old = encodeBatch([], { baseOffset: 0n });
    old.writeInt8(1, 16);
    expect(() => read(old)).toThrow(OldFormatError);
  });
});
