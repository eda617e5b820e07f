import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { codecs } from '../spec/codecs.fixture';
import type { Piece } from '../consumer/pieces';
import { encodeBatch, zigzag, type PlainRecord } from '../spec/encode-batch';
import { readBatches as read, readPieces } from '../spec/read-batches';
import { OldFormatError, RecordBatchReader } from './record-batch';

const MiB = 1024 * 1024;
const plain = (value: string | null): PlainRecord => ({
  ...{ timestamp: 1, key: null, value: value === null ? null : Buffer.from(value), headers: [] },
});

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

describe('reading record batches', () => {
  it.each(codecs)('gives back what was written, packed %s', async (_, codec, pack) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(record, { minLength: 1, maxLength: 12 }),
        fc.bigInt(0n, 1n << 62n),
        async (records, baseOffset) => {
          const found = await read(encodeBatch(records, { baseOffset, attributes: codec, pack }));
          expect(found.map(({ offset }) => offset)).toEqual(
            records.map((_record, index) => baseOffset + BigInt(index)),
          );
          found.forEach((one, index) => {
            const written = records[index] as PlainRecord;
            expect([one.topic, one.partition]).toEqual(['t', 3]);
            expect([one.timestamp, one.key, one.value]).toEqual([written.timestamp, written.key, written.value]);
            expect(one.allHeaders).toEqual(written.headers.map(([name, value]) => [Buffer.from(name), value]));
            const shown: [string, Buffer][] = [];
            const header = (name: string, bytes: Buffer, start: number, end: number) =>
              void shown.push([name, bytes.subarray(start, end)]);
            if (one.showHeaders?.({ header })) expect(shown).toEqual(written.headers);
            else expect(written.headers.some(([, value]) => value === null)).toBe(true);
            for (const [name, value] of written.headers) {
              const last = written.headers.filter(([other]) => other === name).at(-1)?.[1] ?? undefined;
              if (name !== '__proto__') expect(one.headers[String(name)]).toEqual(last);
              expect(value).toBeDefined();
            }
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('reads several batches, and leaves out the one that is cut off', async () => {
    const one = (baseOffset: bigint) =>
      encodeBatch([{ timestamp: 1, key: null, value: Buffer.from('a'), headers: [] }], { baseOffset });
    const bytes = Buffer.concat([one(5n), one(9n), one(12n)]);
    expect((await read(bytes)).map(({ offset }) => offset)).toEqual([5n, 9n, 12n]);
    for (let cut = 1; cut < one(0n).length; cut += 1) {
      expect((await read(bytes.subarray(0, -cut))).map(({ offset }) => offset)).toEqual([5n, 9n]);
    }
  });

  it.each(codecs)('begins in the middle of a batch, packed %s', async (_, attributes, pack) => {
    const records = Array.from({ length: 6_000 }, (_record, n) => plain(`${n}`));
    const found = await read(encodeBatch(records, { baseOffset: 10n, attributes, pack }), 5_010n);
    expect(found.map(({ offset, value }) => [offset, String(value)])).toEqual(
      Array.from({ length: 1_000 }, (_record, n) => [5_010n + BigInt(n), `${n + 5_000}`]),
    );
  });

  it("takes the broker's time where the topic says so, and knows control records", async () => {
    const records = [{ ...plain(''), key: Buffer.from([0, 0, 0, 1]) }];
    const settings = { baseOffset: 0n, attributes: 0x38, maxTimestamp: 99, producerId: 4n };
    const bytes = encodeBatch(records, settings);
    const [edge] = new RecordBatchReader().read('t', 3, { bytes, from: 0n });
    expect(edge).toMatchObject({ isControlRecord: true, key: Buffer.from([0, 0, 0, 1]), offset: 0n });
    expect(edge?.batchContext).toEqual({ producerId: '4', inTransaction: true });
    expect((await read(bytes))[0]?.timestamp).toBe(99);
  });

  it.each([
    ['rubbish', 1, Buffer.from('rubbish'), 'incorrect header check'],
    ['an unknown codec', 7, Buffer.from('what'), 'codec 7 is unknown'],
    ['a record that is too short', 0, Buffer.from([200, 1, 0]), 'it ends after 0 of 3 records'],
    ['a bomb of no records', 1, gzipSync(Buffer.alloc(70 * MiB)), 'a field runs over the end of its record'],
  ])('passes %s as one unread record that keeps the batch and says why', async (_, attributes, packed, why) => {
    const three = Array.from({ length: 3 }, () => plain(''));
    const batch = encodeBatch(three, { baseOffset: 10n, attributes, pack: () => packed });
    const pieces: Piece[] = [];
    for await (const piece of readPieces(batch)) pieces.push(piece);
    const [{ records, to }] = pieces as [Piece];
    expect([pieces.length, records.length, to]).toEqual([1, 1, 13n]);
    expect(records[0]).toMatchObject({ offset: 10n, key: null, value: null, headers: {} });
    expect(records[0]?.unread).toMatchObject({ code: 'not-json', value: batch });
    expect(records[0]?.unread?.reason).toContain(`offsets 10 to 12 of a record batch of 3 records`);
    expect(records[0]?.unread?.reason).toContain(why);
  });

  it('keeps the records before a damaged one', async () => {
    const batch = encodeBatch([plain('a'), plain('b'), plain('c')], { baseOffset: 10n });
    batch[batch.length - 8] = 200; // the length of the last one
    const found = await read(batch);
    expect(found.map(({ offset, value }) => [offset, value?.toString()])).toEqual([
      [10n, 'a'],
      [11n, 'b'],
      [12n, undefined],
    ]);
    expect(found[2]?.unread?.reason).toContain('offset 12 of a record batch of 3 records (none)');
  });

  it('makes no more records than a batch has offsets, whatever it says of their number', async () => {
    const batch = encodeBatch([plain('a')], { baseOffset: 10n });
    batch.writeInt32BE(0x7fffffff, 57);
    expect((await read(batch)).map(({ value }) => value?.toString())).toEqual(['a']);
    batch.writeInt32BE(0x7fffffff, 23);
    expect((await read(batch)).map(({ offset }) => offset)).toEqual([10n, 11n]);
  });

  it.each([
    ['headers', Buffer.from([18, 0, 0, 0, 1, 2, 0x61, 2, 200, 1]), 'a'],
    ['number of headers', Buffer.from([14, 0, 0, 0, 1, 2, 0x61, 200]), 'a'],
  ])('passes a record without its headers where its %s runs over its end', async (_, record, value) => {
    const [found] = await read(
      encodeBatch([plain(''), plain('')], { baseOffset: 10n, pack: () => Buffer.concat([record, record]) }),
    );
    expect(found).toMatchObject({ offset: 10n, key: null, value: Buffer.from(value), headers: {} });
    expect(found?.allHeaders).toBeUndefined();
    expect(found?.showHeaders?.({ header: () => undefined })).toBe(false);
  });

  it('takes no value from the records behind', async () => {
    const lying = Buffer.from([12, 0, 0, 0, 1, 20, 0]); // it says that its value has ten bytes
    const pack = (plainBytes: Buffer) => Buffer.concat([lying, plainBytes]);
    const [found] = await read(encodeBatch([plain('a'), plain('b')], { baseOffset: 0n, pack }));
    expect(found?.unread?.reason).toContain('a field runs over the end of its record');
  });

  it.each([
    ['the same one for all', 0],
    ['one far behind the batch', 500_000],
  ])('lets no record be missed where offsets say %s', async (_, delta) => {
    const record = (value: string) => {
      const fields = Buffer.concat([
        Buffer.from([0, 0]),
        zigzag(BigInt(delta)),
        Buffer.from([1, 2]),
        Buffer.from(value),
        Buffer.from([0]),
      ]);
      return Buffer.concat([zigzag(BigInt(fields.length)), fields]);
    };
    const pack = () => Buffer.concat(['a', 'b', 'c'].map(record));
    const found = await read(encodeBatch([plain(''), plain(''), plain('')], { baseOffset: 7n, pack }));
    expect(found.map(({ offset, value }) => [offset, value?.toString()])).toEqual([
      [7n, 'a'],
      [8n, 'b'],
      [9n, 'c'],
    ]);
  });

  it('reads a batch of more records than a call has room for arguments, some at a time', async () => {
    const many = Array.from({ length: 150_000 }, () => plain(null));
    const sizes: number[] = [];
    for await (const { records } of readPieces(encodeBatch(many, { baseOffset: 0n }))) sizes.push(records.length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(150_000);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(10_000);
  });

  it('leaves the formats of before Kafka 0.11 to kafkajs', async () => {
    const old = encodeBatch([], { baseOffset: 0n });
    old.writeInt8(1, 16);
    await expect(read(old)).rejects.toThrow(OldFormatError);
  });
});
