import { asAdministrator, testDatabase, type TestDatabase } from '@trailbook/testing';
import { aNoteOn, anEntry, aWriter, uuid7 } from '../testing/store-some';
import type { AppendChunk, AppendEntry, AppendNote, EntryWriter, Refused } from './index';

jest.setTimeout(60_000);

/** What befalls a process that is killed before its transaction commits. */
class Killed extends Error {}

describe('a refusal', () => {
  let database: TestDatabase;
  let writer: EntryWriter;
  let epochId: number;
  let close: () => Promise<void>;

  beforeAll(async () => {
    database = await testDatabase();
  });
  beforeEach(async () => {
    const target = await aWriter(database);
    ({ writer, epochId } = target);
    await writer.beginPartition(epochId, 1, 0n);
    close = () => writer.close();
  });
  afterEach(() => close());
  afterAll(() => database.drop());

  const ask = <T extends object>(statement: string, values: unknown[] = []) =>
    asAdministrator(database.name, async (client) => (await client.query<T>(statement, values)).rows);

  /** The first record of each of two partitions. */
  const at = <T extends AppendEntry | AppendNote>(record: T, partition: 0 | 1): T => ({
    ...record,
    partition,
    offset: 0n,
  });
  const chunkOf = (entries: AppendEntry[], notes: AppendNote[] = []): AppendChunk => ({
    epochId,
    ranges: [...entries, ...notes].map(({ partition }) => ({ partition, from: 0n, to: 1n })),
    ...{ entries, notes },
  });

  /** Appends, and is killed when the refusals have been told. */
  async function killedAfterTelling(chunk: AppendChunk): Promise<readonly Refused[]> {
    let told: readonly Refused[] = [];
    const appending = writer.append(chunk, (refused) => {
      told = refused;
      return Promise.reject(new Killed());
    });
    await expect(appending).rejects.toThrow();
    return told;
  }

  const uid = uuid7();
  const owner = () => anEntry({ uid, id: uid, tenantUid: `of-${epochId}` });

  it.each([
    ['another source', 'uid-taken', () => anEntry({ ...owner().event, source: '/services/other' })],
    ['other content', 'conflicting-repeat', () => anEntry({ ...owner().event, value: Buffer.from('{"other":1}') })],
  ])('for %s stands, whoever stores the records after a crash and in whatever order', async (_what, code, claimant) => {
    const [one, other] = [at(owner(), 0), at(claimant(), 1)];
    const told = await killedAfterTelling(chunkOf([one, other]));
    expect(told).toMatchObject([{ code }]);
    const [refused, stored] = told[0]!.index === 1 ? [other, one] : [one, other];
    // Another instance has got the partition of the one that was refused, and stores it first.
    expect(await writer.append(chunkOf([refused]))).toMatchObject({ stored: 0, repeats: 0, refused: [{ code }] });
    expect(await writer.append(chunkOf([stored]))).toMatchObject({ stored: 1, repeats: 0, refused: [] });
    expect(
      await ask('SELECT kafka_partition, kafka_offset FROM audit.entry WHERE uid = $1 AND kafka_epoch = $2', [
        uid,
        epochId,
      ]),
    ).toEqual([{ kafka_partition: stored.partition, kafka_offset: '0' }]);
    expect(await ask('SELECT kafka_partition FROM audit.not_stored WHERE epoch_id = $1', [epochId])).toEqual([
      { kafka_partition: refused.partition },
    ]);
    const counted = `SELECT sum(n)::int AS n FROM audit.counts_by_kind c JOIN audit.tenant t ON t.id = c.tenant_id WHERE t.uid = $1`;
    await ask('SELECT audit.fold_rollups(2147483647)');
    expect(await ask(counted, [`of-${epochId}`])).toEqual([{ n: 1 }]);
  });

  it('of a note with the identity of an event stands, too', async () => {
    const identity = { uid: uuid7(), source: '/services/both' };
    const event = at(anEntry({ ...identity, id: identity.uid }), 0);
    const note = at(aNoteOn(uuid7(), 'a note', { ...identity, id: identity.uid }), 1);
    expect(await killedAfterTelling(chunkOf([event], [note]))).toMatchObject([
      { of: 'note', code: 'conflicting-repeat' },
    ]);
    expect(await writer.append(chunkOf([], [note]))).toMatchObject({ notesStored: 0, refused: [{ of: 'note' }] });
    expect(await writer.append(chunkOf([event]))).toMatchObject({ stored: 1, repeats: 0 });
  });

  it('leaves the offsets where they were until it is told', async () => {
    await killedAfterTelling(
      chunkOf([at(owner(), 0), at(anEntry({ ...owner().event, source: '/services/other' }), 1)]),
    );
    const offsets = await ask('SELECT next_offset FROM audit.kafka_offset WHERE epoch_id = $1', [epochId]);
    expect(offsets).toEqual([{ next_offset: '0' }, { next_offset: '0' }]);
    expect(await ask('SELECT FROM audit.not_stored WHERE epoch_id = $1', [epochId])).toEqual([]);
  });
});
