import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { recordsOfBatch } from '../protocol/batch/kept-batch';
import { unpackLimits } from '../protocol/unpack/limits';
import { codecs } from '../spec/codecs.fixture';
import { encodeBatch, type PlainRecord } from '../spec/encode-batch';
import { readBatches, readPieces } from '../spec/read-batches';
import { handPieces, type Piece } from './pieces';

const MiB = 1024 * 1024;
const record = (value: string | Buffer): PlainRecord => ({
  timestamp: 1,
  key: Buffer.from('acme'),
  value: Buffer.from(value),
  headers: [['ce_id', Buffer.from('7')]],
});
const packedCodecs = codecs.filter(([, codec]) => codec !== 0);
const streamed = packedCodecs.filter(([name]) => name !== 'by zstd of known size');

describe('the pieces of a fetch', () => {
  it('bring every record of a batch that unpacks to more than 64 MiB', async () => {
    const records = Array.from({ length: 340 }, (_, n) => record(`${n}`.padEnd(200 * 1024)));
    const [, attributes, pack] = codecs[1]!;
    let count = 0;
    let position = 0n;
    for await (const piece of readPieces(encodeBatch(records, { baseOffset: 0n, attributes, pack }))) {
      expect(piece.bytes).toBeLessThan(10 * MiB);
      for (const { offset, value } of piece.records) {
        expect([offset, Number(value?.subarray(0, 9))]).toEqual([BigInt(count), count]);
        count += 1;
      }
      expect(piece.to).toBeGreaterThan(position);
      position = piece.to;
    }
    expect([count, position]).toEqual([340, 340n]);
  });

  it.each(streamed)('pass over a record that is too large to be held, packed %s', async (_, attributes, pack) => {
    const large = Buffer.alloc(9 * MiB, 'x');
    const records = [record('before'), record(large), record('behind')];
    const found = await readBatches(encodeBatch(records, { baseOffset: 5n, attributes, pack }));
    expect(found.map(({ offset, value }) => [offset, value?.toString()])).toEqual([
      [5n, 'before'],
      [6n, undefined],
      [7n, 'behind'],
    ]);
    const [, passed] = found;
    expect(passed).toMatchObject({ key: Buffer.from('acme'), headers: { ce_id: Buffer.from('7') }, timestamp: 1 });
    const cut = { size: large.length, sha256: createHash('sha256').update(large).digest('hex') };
    expect(passed?.unread).toMatchObject({ code: 'too-large', value: large.subarray(0, 64 * 1024), cut });
    expect(passed?.size).toBe(64 * 1024);
  });

  it('hold a key or headers that are too large no more than a value', async () => {
    const [, attributes, pack] = codecs[1]!;
    const key = { ...record('v'), key: Buffer.alloc(5 * MiB, 'k') };
    const headers = { ...record('v'), headers: [['h', Buffer.alloc(5 * MiB)] as [string, Buffer]] };
    const found = await readBatches(encodeBatch([key, headers], { baseOffset: 0n, attributes, pack }));
    expect(found.map((one) => [one.unread?.code, one.key?.length, one.headers])).toEqual([
      ['too-large', 1024, {}],
      ['too-large', 4, {}],
    ]);
    expect(found.map(({ unread }) => unread?.value?.toString())).toEqual([undefined, 'v']);
  });

  it('have one record of a batch that can only be unpacked as a whole, which a command reads later', async () => {
    jest.replaceProperty(unpackLimits, 'wholeBytes', 64 * 1024);
    const records = Array.from({ length: 66 }, (_, n) => record(`${n}`.padEnd(1024)));
    const snappy = codecs.find(([name]) => name === 'by snappy in one block')!;
    const batch = encodeBatch(records, { baseOffset: 5n, attributes: snappy[1], pack: snappy[2] });
    const [refused, ...others] = await readBatches(batch, 7n);
    expect([others.length, refused?.offset, refused?.unread?.code]).toEqual([0, 7n, 'too-large-unpacked']);
    expect(refused?.unread?.reason).toContain('offsets 7 to 70 of a record batch of 66 records (snappy)');
    expect(refused?.unread?.value).toEqual(batch);
    const found: number[] = [];
    for await (const some of recordsOfBatch(refused!.unread!.value!, refused!.offset)) {
      found.push(...some.map(({ value }) => Number(value)));
    }
    expect(found).toEqual(Array.from({ length: 64 }, (_, n) => n + 2));
    jest.restoreAllMocks();
  });

  it('end behind a batch that can not be read, however full they are', async () => {
    const large = encodeBatch([record('')], { baseOffset: 0n, attributes: 7, pack: () => Buffer.alloc(3_000) });
    large.writeInt32BE(9, 23); // the last of ten offsets
    const behind = encodeBatch([record('behind')], { baseOffset: 10n });
    const positions: bigint[] = [];
    for await (const { to } of readPieces(Buffer.concat([large, behind]), 0n, 2_000)) positions.push(to);
    expect(positions).toEqual([10n, 11n]);
  });

  it('are handed over one after the other, and wait while nothing is to be taken', async () => {
    let isHeld = true;
    const taken: number[] = [];
    const done = handPieces(some(4), {
      hand: (piece) => Promise.resolve(void taken.push(Number(piece.to))),
      isHeld: () => isHeld,
      isWanted: () => true,
      isStopping: () => false,
    });
    for (let i = 0; i < 5; i += 1) await setImmediate();
    expect(taken).toEqual([1]);
    isHeld = false;
    await done;
    expect(taken).toEqual([1, 2, 3, 4]);
  });

  it.each([
    ['the consumer stops', { isStopping: true, isWanted: true }],
    ['the partition is read elsewhere', { isStopping: false, isWanted: false }],
  ])('end when %s', async (_, end) => {
    let now = { isStopping: false, isWanted: true };
    const taken: number[] = [];
    await handPieces(some(4), {
      hand: (piece) => {
        taken.push(Number(piece.to));
        now = end;
        return Promise.resolve();
      },
      isHeld: () => now.isStopping,
      isWanted: () => now.isWanted,
      isStopping: () => now.isStopping,
    });
    expect(taken).toEqual([1]);
  });
});

// eslint-disable-next-line @typescript-eslint/require-await -- as what a fetch brings is read
async function* some(count: number): AsyncGenerator<Piece> {
  for (let n = 1; n <= count; n += 1) yield { records: [], bytes: 0, to: BigInt(n) };
}
