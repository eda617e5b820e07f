import fc from 'fast-check';
import type { Piece } from '../consumer/pieces';
import { codecs, zstdOfRecords } from '../spec/codecs.fixture';
import { encodeBatch, type PlainRecord } from '../spec/encode-batch';
import { readPieces } from '../spec/read-batches';
import type { ReceivedRecord } from '../records';
import { unpackLimits } from './unpack/limits';

/** `npm run fuzz` asks for more of them, and for others each time. */
const numRuns = Number(process.env.BATCH_FUZZ_RUNS ?? 300);
const seed = Number(process.env.BATCH_FUZZ_SEED ?? 20_261_201);

const MiB = 1024 * 1024;
const headerBytes = 61;
/** A batch's codec and flags, its last offset, times, producer and number of records: what producers decide. */
const [attributesAt, endOfHeader] = [21, headerBytes];

const records = Array.from({ length: 24 }, (_, n): PlainRecord => ({
  timestamp: 1_760_000_000_000 + n,
  key: Buffer.from('acme'),
  value: Buffer.from(JSON.stringify({ tenantUid: 'acme', text: 'again and again '.repeat(n), n })),
  headers: [
    ['ce_id', Buffer.from(`${n}`)],
    ['ce_source', null],
  ],
}));
const batches = [
  ...codecs.map(([, attributes, pack]) => encodeBatch(records, { baseOffset: 5n, attributes, pack })),
  encodeBatch(records, { baseOffset: 5n, attributes: 4, pack: () => zstdOfRecords }),
];
const behind = encodeBatch([{ timestamp: 1, key: null, value: Buffer.from('behind'), headers: [] }], {
  baseOffset: 1n << 40n,
});

const place = fc.nat(0xffff);
const change = fc.oneof(
  fc.record({ do: fc.constant('flip' as const), at: place, by: fc.integer({ min: 1, max: 255 }) }),
  fc.record({ do: fc.constant('number' as const), at: place, by: fc.constantFrom(0, 1, 0x7fffffff, -1, -0x80000000) }),
  fc.record({ do: fc.constant('repeat' as const), at: place, by: fc.integer({ min: 1, max: 64 }) }),
  fc.record({ do: fc.constant('cut' as const), at: place, by: fc.constant(0) }),
);
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

/** The batch with a change of its records, or of what it says of them; its length is the one it has then. */
function changed(batch: Buffer, { do: what, at, by }: Change): Buffer {
  const bytes = Buffer.from(batch);
  const place = attributesAt + (at % (bytes.length - attributesAt));
  if (what === 'flip') bytes[place]! ^= by;
  if (what === 'number') bytes.writeInt32BE(by, Math.min(place, bytes.length - 4));
  if (what === 'flip' || what === 'number' || place < endOfHeader) return bytes;
  const part = bytes.subarray(place, place + by);
  const made = Buffer.concat([bytes.subarray(0, place), part, ...(what === 'repeat' ? [bytes.subarray(place)] : [])]);
  made.writeInt32BE(made.length - 12, 8);
  return made;
}

/** Everything that is asked of a record. */
function look(record: ReceivedRecord): void {
  if (record.unread !== undefined) expect(record.unread.reason).not.toBe('');
  expect(record.value?.length ?? 0).toBeLessThanOrEqual(4 * MiB);
  expect([record.key, record.headers, record.allHeaders, record.timestamp].length).toBe(4);
  record.showHeaders?.({
    header: (_name, bytes, start, end) => expect(bytes.length).toBeGreaterThanOrEqual(end - start),
  });
}

describe('hostile bytes', () => {
  beforeAll(() => void jest.replaceProperty(unpackLimits, 'stepMs', 100));
  afterAll(() => jest.restoreAllMocks());

  it('of a record batch, and the ones behind it are read', async () => {
    const which = fc.constantFrom(...batches);
    await fc.assert(
      fc.asyncProperty(which, fc.array(change, { minLength: 1, maxLength: 4 }), async (batch, changes) => {
        const damaged = changes.reduce(changed, batch);
        let position = 0n;
        let bytes = 0;
        let last: ReceivedRecord | undefined;
        for await (const piece of readPieces(Buffer.concat([damaged, behind])) as AsyncIterable<Piece>) {
          expect(piece.bytes).toBeLessThan(10 * MiB);
          expect(piece.records.length).toBeLessThan(13_000);
          for (const record of piece.records) {
            expect(record.offset).toBeGreaterThanOrEqual(position);
            position = record.offset + 1n;
            look(record);
            last = record;
          }
          expect(piece.to).toBeGreaterThanOrEqual(position);
          bytes += piece.bytes;
        }
        expect(String(last?.value)).toBe('behind');
        expect(bytes).toBeLessThan(300 * MiB);
      }),
      { numRuns, seed },
    );
  });
});
