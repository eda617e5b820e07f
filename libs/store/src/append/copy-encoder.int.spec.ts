import { asAdministrator, testDatabase, type TestDatabase } from '@trailbook/testing';
import { anyText } from '@trailbook/contract/corpus';
import fc from 'fast-check';
import { CopyEncoder, copyHeader, copyTrailer } from './copy-encoder';
import { copyPieces } from './copy-rows';
import type { PoolClient } from 'pg';

jest.setTimeout(60_000);

const range = (bits: bigint) => ({ min: -(1n << (bits - 1n)), max: (1n << (bits - 1n)) - 1n });
const row = fc.record({
  small: fc.integer({ min: -32_768, max: 32_767 }),
  whole: fc.integer(),
  big: fc.bigInt(range(64n)),
  letter: fc.constantFrom(...'abcdefgxyzABC019 '),
  time: fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(9999, 0) }),
  uid: fc.uuid(),
  text: fc.string({ unit: 'grapheme', maxLength: 300 }).map((text) => text.replaceAll('\0', '')),
  bytes: anyText({ maxLength: 3_000 }).map((text) => text.replaceAll('\0', '')),
});

describe('rows for binary COPY', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(async () => {
    await database.drop();
  });

  it('arrive as they were, whatever they are', async () => {
    await asAdministrator(database.name, async (client) => {
      await client.query(`SET timezone = 'UTC'; CREATE TEMPORARY TABLE sent (n int4, small int2, whole int4, big int8, letter "char",
        time timestamptz, uid uuid, text text, bytes text)`);
      await fc.assert(
        fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 40 }), async (rows) => {
          await client.query('TRUNCATE sent');
          const encoder = new CopyEncoder(16);
          rows.forEach((given, n) => {
            encoder.row(9);
            encoder.int4(n);
            encoder.int2(given.small);
            encoder.int4(given.whole);
            encoder.int8(given.big);
            encoder.letter(given.letter);
            encoder.timestamptz(given.time);
            encoder.uuid(given.uid);
            encoder.text(given.text);
            encoder.utf8(Buffer.from(given.bytes));
          });
          const pieces = [copyHeader, encoder.take(), copyTrailer];
          await copyPieces(client as PoolClient, 'COPY sent FROM STDIN (FORMAT binary)', pieces);
          const { rows: arrived } = await client.query(
            `SELECT small, whole, big::text, letter, (extract(epoch FROM time) * 1000)::float8 AS time, uid, text, bytes
               FROM sent ORDER BY n`,
          );
          expect(arrived).toEqual(
            rows.map((given) => ({
              ...given,
              big: String(given.big),
            })),
          );
        }),
        { numRuns: 100 },
      );
    });
  });

  it('leave the connection usable when the server refuses them', async () => {
    await asAdministrator(database.name, async (client) => {
      await client.query('CREATE TEMPORARY TABLE picky (n int4 CHECK (n > 0))');
      const encoder = new CopyEncoder();
      for (let n = 0; n < 100_000; n += 1) {
        encoder.row(1);
        encoder.int4(n);
      }
      const all = encoder.take();
      const pieces = [copyHeader, ...Array.from({ length: 100 }, (_, n) => all.subarray(n * 10_000, (n + 1) * 10_000))];
      const sent = copyPieces(client as PoolClient, 'COPY picky FROM STDIN (FORMAT binary)', [...pieces, copyTrailer]);
      await expect(sent).rejects.toMatchObject({ code: '23514' });
      expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    });
  });
});
