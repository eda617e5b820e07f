import fc from 'fast-check';
import { encodeBatch } from '../spec/encode-batch';
import { readBatches } from '../spec/read-batches';
import { writeRecordBatch, type WrittenRecord } from './record-batch-writer';

const identity = { producerId: 4_711n, producerEpoch: 3, firstSequence: 70_000 };
const now = Date.UTC(2026, 10, 25);
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map(Buffer.from),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
);
const record: fc.Arbitrary<WrittenRecord> = fc.record(
  {
    key: fc.option(bytes),
    value: fc.option(bytes),
    headers: fc.dictionary(fc.string({ maxLength: 8 }), fc.oneof(bytes, fc.array(bytes, { maxLength: 3 })), {
      maxKeys: 5,
    }),
    timestamp: fc.integer({ min: now - 400 * 86_400_000, max: now + 3_600_000 }).map(String),
  },
  { requiredKeys: ['value'] },
);
const buffer = (field: Buffer | string | null = null) => (field === null ? null : Buffer.from(field));
const headersOf = ({ headers = {} }: WrittenRecord) =>
  Object.entries(headers).flatMap(([name, value]) => {
    const values: (Buffer | string | undefined)[] = Array.isArray(value) ? value : [value];
    return values.map((one): [string, Buffer | null] => [name, buffer(one)]);
  });

describe('a written record batch', () => {
  it('is the one that the specification describes, but for what identifies it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 20 }), async (records) => {
        const times = records.map(({ timestamp }) => Number(timestamp ?? now));
        const written = writeRecordBatch(records, identity, now);
        const first = Math.min(...times);
        const plain = records.map((one, index) => ({
          ...{ timestamp: times[index]!, key: buffer(one.key), value: buffer(one.value), headers: headersOf(one) },
        }));
        const [head] = plain;
        // The independent writer counts from the first record's time; ours from the earliest, as Kafka's clients do.
        if (head!.timestamp === first) {
          const settings = { baseOffset: 0n, producerId: identity.producerId, maxTimestamp: Math.max(...times) };
          const expected = encodeBatch(plain, settings);
          written.copy(expected, 17, 17, 21); // the checksum, which Kafka judges
          expected.writeInt16BE(identity.producerEpoch, 51);
          expected.writeInt32BE(identity.firstSequence, 53);
          expect(written.equals(expected)).toBe(true);
        }
        const read = await readBatches(written);
        expect(read.map(({ timestamp, key, value }) => ({ timestamp, key, value }))).toEqual(
          plain.map(({ timestamp, key, value }) => ({ timestamp, key, value })),
        );
      }),
    );
  });

  it('holds more records than a call takes arguments', async () => {
    const written = writeRecordBatch(
      Array.from({ length: 200_000 }, () => ({ value: 'x' })),
      identity,
      now,
    );
    expect(await readBatches(written)).toHaveLength(200_000);
  });
});
