import { asAdministrator, testDatabase, type TestDatabase } from '@trailbook/testing';
import { Client } from 'pg';
import { verdictsOf } from '../read';
import { anEntry, aWriter } from '../testing/store-some';
import type { AppendEntry } from './index';

jest.setTimeout(60_000);

describe('the verdicts of a partition', () => {
  let database: TestDatabase;
  let target: Awaited<ReturnType<typeof aWriter>>;

  beforeAll(async () => {
    database = await testDatabase();
    target = await aWriter(database);
  });
  afterAll(async () => {
    await target.writer.close();
    await database.drop();
  });

  const ask = <T extends object>(statement: string, values: unknown[] = []) =>
    asAdministrator(database.name, async (client) => (await client.query<T>(statement, values)).rows);

  const clusterOf = async (epochId: number) => {
    const rows = await ask<{ cluster_id: string }>('SELECT cluster_id FROM audit.kafka_epoch WHERE id = $1', [epochId]);
    return rows[0]!.cluster_id;
  };

  it('say which records became no entry, whatever the reason, and are forgotten once Kafka has deleted them', async () => {
    const [owner, other] = [anEntry(), anEntry()];
    const epochId = target.epochId;
    const at = (entry: AppendEntry, offset: bigint): AppendEntry => ({ ...entry, offset });
    const { uid } = owner.event;
    await target.writer.append({
      epochId,
      ranges: [{ partition: 0, from: 0n, to: 10n }],
      entries: [
        at(owner, 0n),
        at(owner, 1n), // a repeat within the chunk
        at(anEntry({ uid, id: uid, source: '/services/other' }), 2n), // its uid is taken
        at(other, 5n),
        at(anEntry({ value: Buffer.from([0]) }), 6n), // refused by the store
        at(anEntry({ time: Date.UTC(2019, 0, 1) }), 8n), // no month is there for it
      ],
      notes: [],
      notStored: [{ partition: 0, from: 3n, to: 4n }], // rejected before
    });
    const [late, repeat] = [at(anEntry(), 10n), at(other, 11n)];
    await target.writer.append({
      epochId,
      ranges: [{ partition: 0, from: 10n, to: 12n }],
      entries: [late, repeat],
      notes: [],
    });
    const ranges = () =>
      ask<{ range: string }>(
        `SELECT from_offset || '-' || to_offset AS range FROM audit.not_stored WHERE epoch_id = $1 ORDER BY to_offset`,
        [epochId],
      ).then((rows) => rows.map(({ range }) => range));
    expect(await ranges()).toEqual(['1-4', '6-7', '8-9', '11-12']);
    const reader = new Client({ connectionString: database.url('trailbook_sink') });
    await reader.connect();
    const verdicts = async (from: bigint) => (await verdictsOf(reader, [{ epoch: epochId, partition: 0, from }]))[0];
    try {
      expect(await verdicts(6n)).toMatchObject({ stored: 12n, known: 12n, unknownTo: undefined });
      expect((await verdicts(3n))?.notStored.map(({ from }) => from)).toEqual([1n, 6n, 8n, 11n]);
      expect(await verdicts(12n)).toMatchObject({ known: 12n, notStored: [], unknownTo: undefined });
      expect(await target.writer.forgetVerdicts(epochId, new Map([[0, 8n]]))).toBe(2);
      expect(await ranges()).toEqual(['8-9', '11-12']);
      expect(await verdicts(7n)).toMatchObject({ known: 7n, unknownTo: 8n });
      // A release without verdicts stored something, and was replaced.
      await ask('UPDATE audit.kafka_offset SET next_offset = 20 WHERE epoch_id = $1', [epochId]);
      expect(await verdicts(12n)).toMatchObject({ stored: 20n, known: 12n, unknownTo: 20n });
      const next = {
        epochId,
        ranges: [{ partition: 0, from: 20n, to: 21n }],
        entries: [at(anEntry(), 20n)],
        notes: [],
      };
      await target.writer.append(next);
      expect(await verdicts(12n)).toMatchObject({ stored: 21n, known: 12n, unknownTo: 20n });
      expect(await verdicts(20n)).toMatchObject({ stored: 21n, known: 21n, unknownTo: undefined });
      expect(await verdictsOf(reader, [{ epoch: epochId, partition: 7, from: 0n }])).toEqual([undefined]);
      // The log is gone.
      const after = await target.writer.openEpoch(await clusterOf(epochId), 'audit.events', epochId, 'made again');
      await target.writer.forgetVerdicts(after, new Map([[0, 0n]]));
      expect(await ranges()).toEqual([]);
    } finally {
      await reader.end();
    }
  });
});
