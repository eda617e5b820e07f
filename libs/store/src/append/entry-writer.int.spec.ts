import { asAdministrator, testDatabase, type TestDatabase } from '@trailbook/testing';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { aNoteOn, anEntry, aWriter, uuid7 } from '../testing/store-some';
import { EntryWriter, FencedError, NoPartitionError, StoreBrokenError, StoreUnavailableError } from './index';

jest.setTimeout(60_000);

const month = 31 * 86_400_000;

describe('the writer of entries', () => {
  let database: TestDatabase;
  let target: Awaited<ReturnType<typeof aWriter>>;

  beforeAll(async () => {
    database = await testDatabase();
  });
  beforeEach(async () => {
    target = await aWriter(database);
  });
  afterEach(async () => {
    await target.writer.close();
  });
  afterAll(async () => {
    await database.drop();
  });

  const ask = <T extends object>(statement: string, values: unknown[] = []) =>
    asAdministrator(database.name, async (client) => (await client.query<T>(statement, values)).rows);

  it('stores what it is given, bytes unchanged', async () => {
    const value = Buffer.from('{"b":1.0, "a":12345678901234567890,"a ":"käse 🧀 \\u00e4"}');
    const entry = anEntry({ id: 'order/4711', value, time: Date.UTC(2026, 10, 2, 3, 4, 5, 678), subject: 's' });
    const { uid } = entry.event;
    expect(await target.append([entry])).toMatchObject({ stored: 1, repeats: 0, refused: [] });
    const [row] = await ask(
      `SELECT e.*, t.uid AS tenant, p.uid AS project, k.name AS kind, s.uri AS source
         FROM audit.entry e JOIN audit.tenant t ON t.id = e.tenant_id JOIN audit.project p ON p.id = e.project_id
         JOIN audit.kind k ON k.id = e.kind_id JOIN audit.source s ON s.id = e.source_id WHERE e.uid = $1`,
      [uid],
    );
    expect(row).toMatchObject({
      payload: value.toString(),
      id: 'order/4711',
      tenant: 'acme',
      project: 'payments',
      kind: 'cluster',
      source: '/services/clusters',
      action: 'u',
      mode: 'b',
      extras: '{"s":"s"}',
      kafka_epoch: target.epochId,
      kafka_partition: 0,
      kafka_offset: '0',
      time: new Date('2026-11-02T03:04:05.678Z'),
      received_at: new Date(entry.receivedAt),
    });
  });

  it('puts each month where it belongs', async () => {
    const times = [0, 1, 2, 5, 11].map((back) => Date.now() - back * month);
    await target.append(times.map((time) => anEntry({ time, tenantUid: 'by-month' })));
    const rows = await ask<{ fits: boolean }>(
      `SELECT e.tableoid::regclass::text = 'audit.entry_' || to_char(e.time AT TIME ZONE 'UTC', 'YYYY_MM') AS fits
         FROM audit.entry e JOIN audit.tenant t ON t.id = e.tenant_id WHERE t.uid = 'by-month'`,
    );
    expect(rows).toEqual(times.map(() => ({ fits: true })));
  });

  it('refuses a chunk that does not begin where the store ends, and stores nothing of it', async () => {
    const first = [anEntry(), anEntry()];
    await target.append(first);
    const second = anEntry();
    const again = target.writer.append({
      epochId: target.epochId,
      ranges: [{ partition: 0, from: 0n, to: 2n }],
      entries: [second],
      notes: [],
    });
    await expect(again).rejects.toMatchObject({
      name: 'FencedError',
      partition: 0,
      storedOffset: 2n,
      retriable: false,
    });
    const unknown = {
      epochId: target.epochId,
      ranges: [{ partition: 7, from: 0n, to: 2n }],
      entries: [second],
      notes: [],
    };
    await expect(target.writer.append(unknown)).rejects.toBeInstanceOf(FencedError);
    expect(await ask('SELECT FROM audit.entry WHERE uid = $1', [second.event.uid])).toEqual([]);
  });

  it('stores one of two writers that are at the same partition', async () => {
    const rival = new EntryWriter({ connectionString: database.url('trailbook_ingest'), connections: 1 });
    const chunk = (n: number) => ({
      epochId: target.epochId,
      ranges: [{ partition: 0, from: 0n, to: BigInt(n) }],
      entries: Array.from({ length: n }, () => anEntry()),
      notes: [],
    });
    const outcomes = await Promise.allSettled([target.writer.append(chunk(300)), rival.append(chunk(200))]);
    await rival.close();
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const failure = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(failure?.reason).toBeInstanceOf(FencedError);
  });

  it('takes a partition from a writer that was paused in the middle of a chunk', async () => {
    const zombie = new Client({ connectionString: database.url('trailbook_ingest') });
    const lost = new Promise<Error>((resolve) => zombie.on('error', resolve));
    await zombie.connect();
    await zombie.query('BEGIN');
    await zombie.query('SELECT FROM audit.kafka_offset WHERE epoch_id = $1 FOR UPDATE', [target.epochId]);
    await zombie.query('UPDATE audit.kafka_offset SET next_offset = 99 WHERE epoch_id = $1', [target.epochId]);
    const month = new Date().toISOString().slice(0, 7).replace('-', '_');
    zombie.query(copyFrom(`COPY audit.entry_${month} FROM STDIN (FORMAT binary)`)).on('error', () => undefined);
    const entry = anEntry();
    expect(await target.append([entry])).toMatchObject({ stored: 1 });
    expect((await lost).message).toContain('terminat');
    expect(await ask('SELECT FROM audit.entry WHERE uid = $1', [entry.event.uid])).toHaveLength(1);
  });

  it('stores an event whose repeat is in the hands of a writer that was paused, whatever its partition', async () => {
    const entry = anEntry();
    await target.append([anEntry()]); // so that the tenant has its number
    const zombie = new Client({ connectionString: database.url('trailbook_ingest') });
    const lost = new Promise<Error>((resolve) => zombie.on('error', resolve));
    await zombie.connect();
    await zombie.query('BEGIN');
    const month = new Date(entry.event.time).toISOString().slice(0, 7).replace('-', '_');
    await zombie.query(
      `INSERT INTO audit.entry_${month} SELECT $1, now(), 1, $2, 1, 1, id, 0, 1, 1, 0, 1, 0, '', '', '', '', 'u', 'b', '', '', '{}'
         FROM audit.tenant WHERE uid = $3`,
      [new Date(entry.event.time), entry.event.uid, entry.event.tenantUid],
    );
    zombie.query(copyFrom(`COPY audit.entry_${month} FROM STDIN (FORMAT binary)`)).on('error', () => undefined);
    expect(await target.append([entry])).toMatchObject({ stored: 1, repeats: 0 });
    expect((await lost).message).toContain('terminat');
  });

  it('counts repeats, in one chunk and over several, and stores each event once', async () => {
    const entries = Array.from({ length: 50 }, () => anEntry({ tenantUid: 'repeating' }));
    expect(await target.append([...entries, entries[3]!, entries[4]!])).toMatchObject({ stored: 50, repeats: 2 });
    const more = [anEntry({ tenantUid: 'repeating' }), ...entries.slice(10, 20)];
    expect(await target.append(more)).toMatchObject({ stored: 1, repeats: 10, refused: [] });
    expect(await target.append(entries)).toMatchObject({ stored: 0, repeats: 50, refused: [] });
    expect(
      await ask(
        `SELECT count(*)::int FROM audit.entry e JOIN audit.tenant t ON t.id = e.tenant_id WHERE t.uid = 'repeating'`,
      ),
    ).toEqual([{ count: 51 }]);
  });

  it('takes a repeat with another time of the month for a repeat, of another month for another entry', async () => {
    const uid = uuid7();
    const time = Date.UTC(2026, 9, 10);
    const value = Buffer.from('{"same":"data"}');
    await target.append([anEntry({ uid, id: uid, time, value })]);
    expect(await target.append([anEntry({ uid, id: uid, time: time + 1, value })])).toMatchObject({
      stored: 0,
      repeats: 1,
    });
    expect(await target.append([anEntry({ uid, id: uid, time: time - month })])).toMatchObject({
      stored: 1,
      repeats: 0,
    });
  });

  it('refuses another event that claims a uid, of the chunk or of the store', async () => {
    const uid = uuid7();
    const owner = anEntry({ uid, id: uid });
    const sameChunk = anEntry({ uid, id: uid, source: '/services/other' });
    expect(await target.append([owner, sameChunk, anEntry()])).toMatchObject({
      stored: 2,
      repeats: 0,
      refused: [{ of: 'entry', index: 1, code: 'uid-taken' }],
    });
    const otherId = anEntry({ uid, id: uid.toUpperCase() });
    expect(await target.append([anEntry(), sameChunk, otherId])).toMatchObject({
      stored: 1,
      refused: [
        { index: 1, code: 'uid-taken' },
        { index: 2, code: 'uid-taken' },
      ],
    });
    expect(await target.append([anEntry({ uid, id: uid, tenantUid: 'elsewhere' })])).toMatchObject({ stored: 1 });
  });

  it('refuses a repeat with other data, of the chunk or of the store, and takes the same data for a repeat', async () => {
    const uid = uuid7();
    const data = '{"big":12345678901234567890, "a":1.0}';
    const one = (value: string, mode: 'binary' | 'structured' = 'binary') =>
      anEntry({ uid, id: uid, value: Buffer.from(value), mode });
    const wrapped = one(`{"source":"/s", "data" : ${data} }`, 'structured');
    const encoded = one(`{"data_base64":"${Buffer.from(data).toString('base64')}"}`, 'structured');
    const otherwise = one('{"big":12345678901234567890, "a":1}');
    const otherwiseWrapped = one('{"data":{"a":1.0,"big":12345678901234567890}}', 'structured');
    const all = [one(data), otherwise, wrapped, otherwiseWrapped, encoded, one(data)];
    const refused = [
      { of: 'entry', index: 1, code: 'conflicting-repeat' },
      { of: 'entry', index: 3, code: 'conflicting-repeat' },
    ];
    const repeated = [2, 4, 5].map((index) => ({ of: 'entry', index }));
    expect(await target.append(all)).toMatchObject({ stored: 1, repeats: 3, repeated, refused });
    // Beside a conflict that comes first, what is stored already stays a repeat.
    const [stored, ...rest] = all;
    expect(await target.append([...rest, stored!])).toMatchObject({
      stored: 0,
      repeats: 4,
      refused: refused.map((one) => ({ ...one, index: one.index - 1 })),
    });
    const rows = await ask<{ payload: string }>('SELECT payload FROM audit.entry WHERE uid = $1', [uid]);
    expect(rows).toEqual([{ payload: data }]);
  });

  it('compares with a structured entry that is stored, too', async () => {
    const uid = uuid7();
    const one = (value: string, mode: 'binary' | 'structured') =>
      anEntry({ uid, id: uid, value: Buffer.from(value), mode });
    await target.append([one('{"specversion":"1.0","data": {"b": "käse \\u00e4"} }', 'structured')]);
    const again = [one('{"b": "käse \\u00e4"}', 'binary'), one('{"b": "käse ä"}', 'binary')];
    expect(await target.append(again)).toMatchObject({
      repeats: 1,
      repeated: [{ index: 0 }],
      refused: [{ index: 1, code: 'conflicting-repeat' }],
    });
  });

  it('refuses a note with the identity of an event, and an event with that of a note', async () => {
    const uid = uuid7();
    const identity = (id: string) => ({ uid: id, id, source: '/services/both' });
    const note = (id: string) => aNoteOn(uuid7(), 'a note', identity(id));
    expect(await target.append([anEntry(identity(uid))], [note(uid)])).toMatchObject({
      ...{ stored: 1, notesStored: 0 },
      refused: [{ of: 'note', index: 0, code: 'conflicting-repeat' }],
    });
    const [second, third, fourth] = [uuid7(), uuid7(), uuid7()];
    await target.append([], [note(second)]);
    const elsewhere = await aWriter(database, 1); // which has not met the source
    expect(await elsewhere.append([anEntry(identity(second)), anEntry(identity(third))])).toMatchObject({
      stored: 1,
      refused: [{ of: 'entry', index: 0, code: 'conflicting-repeat' }],
    });
    await elsewhere.writer.close();
    const [earlier, later] = [note(fourth), anEntry(identity(fourth))];
    expect(await target.append([later], [earlier])).toMatchObject({
      notesStored: 1,
      refused: [{ of: 'entry', index: 0, code: 'conflicting-repeat' }],
    });
    expect(await target.append([anEntry({ ...identity(second), source: '/other' })])).toMatchObject({ stored: 1 });
  });

  it('judges a record by what is stored, not by one before it that is refused', async () => {
    const uid = uuid7();
    const broken = anEntry({ uid, id: uid, value: Buffer.from([0x22, 0x00, 0x22]) });
    const sound = anEntry({ uid, id: uid });
    expect(await target.append([broken, sound, sound, broken])).toMatchObject({
      stored: 1,
      repeats: 1,
      refused: [
        { index: 3, code: 'conflicting-repeat' },
        { index: 0, code: 'refused-by-store' },
      ],
    });
    const tooOld = anEntry({ time: Date.UTC(2019, 0, 1) });
    expect(await target.append([tooOld, tooOld])).toMatchObject({
      repeats: 0,
      refused: [{ code: 'too-old' }, { code: 'too-old' }],
    });
  });

  it('finds the records that the database refuses, and stores the rest', async () => {
    const entries = Array.from({ length: 200 }, () => anEntry({ tenantUid: 'poisoned' }));
    for (const index of [0, 77, 78, 199]) entries[index] = anEntry({ value: Buffer.from([0x22, 0x00, 0x22]) });
    entries[100] = anEntry({ value: Buffer.from([0xc3, 0x28]) });
    const appended = await target.append(entries);
    expect(appended).toMatchObject({ stored: 195, repeats: 0 });
    expect(appended.refused.map(({ index }) => index).sort((a, b) => a - b)).toEqual([0, 77, 78, 100, 199]);
    for (const refusal of appended.refused) {
      expect(refusal.code).toBe('refused-by-store');
      expect(refusal.reason).toMatch(/^22021: invalid byte sequence/);
    }
  });

  it('hands over what it refuses before it commits, and stores nothing when that fails', async () => {
    const good = anEntry();
    const bad = anEntry({ value: Buffer.from([0]) });
    const chunk = {
      epochId: target.epochId,
      ranges: [{ partition: 0, from: 0n, to: 2n }],
      entries: [good, bad],
      notes: [],
    };
    const failing = target.writer.append(chunk, () => Promise.reject(new Error('Kafka is away')));
    await expect(failing).rejects.toThrow('Kafka is away');
    expect(await ask('SELECT FROM audit.entry WHERE uid = $1', [good.event.uid])).toEqual([]);
    const heard: string[] = [];
    await target.writer.append(chunk, (refused) => {
      heard.push(...refused.map(({ code }) => code));
      return Promise.resolve();
    });
    expect(heard).toEqual(['refused-by-store']);
  });

  it('refuses what is older than the oldest month or far ahead, and waits for no month of now', async () => {
    const times = [Date.UTC(2019, 0, 1), Date.now() + 10 * month, Date.now()];
    expect(await target.append(times.map((time) => anEntry({ time })))).toMatchObject({
      stored: 1,
      refused: [
        { index: 0, code: 'too-old' },
        { index: 1, code: 'too-new' },
      ],
    });
    const own = await testDatabase();
    await asAdministrator(own.name, (client) =>
      client.query(`DROP TABLE audit.entry_${new Date().toISOString().slice(0, 7).replace('-', '_')}`),
    );
    const elsewhere = await aWriter(own, 1);
    await expect(elsewhere.append([anEntry()])).rejects.toBeInstanceOf(NoPartitionError);
    await elsewhere.writer.close();
    await own.drop();
  });

  it('stores notes as it stores entries', async () => {
    const [early, late] = [aNoteOn(uuid7(), 'first'), aNoteOn(uuid7(), 'second')];
    expect(await target.append([anEntry()], [early, late, early])).toMatchObject({
      stored: 1,
      notesStored: 2,
      noteRepeats: 1,
    });
    const other = aNoteOn(uuid7(), 'third', { uid: early.note.uid, id: early.note.uid, source: '/other' });
    expect(await target.append([], [late, other])).toMatchObject({
      notesStored: 0,
      noteRepeats: 1,
      refused: [{ of: 'note', index: 1, code: 'uid-taken' }],
    });
    const { uid, auditUid } = early.note;
    const forged = aNoteOn(auditUid, 'another', { uid, id: uid });
    expect(await target.append([], [forged])).toMatchObject({
      notesStored: 0,
      noteRepeats: 0,
      refused: [{ of: 'note', index: 0, code: 'conflicting-repeat' }],
    });
  });

  it('says that the database is away, refuses, or lacks what it needs', async () => {
    const away = new EntryWriter({ connectionString: 'postgres://x:y@127.0.0.1:1/none', connections: 1 });
    await expect(away.check()).rejects.toBeInstanceOf(StoreUnavailableError);
    await away.close();
    const url = new URL(database.url('trailbook_ingest'));
    url.password = 'wrong';
    const refused = new EntryWriter({ connectionString: url.toString(), connections: 1 });
    await expect(refused.check()).rejects.toBeInstanceOf(StoreBrokenError);
    await refused.close();
    const reader = new EntryWriter({ connectionString: database.url('trailbook_query'), connections: 1 });
    await expect(reader.positions('c', 't')).rejects.toBeInstanceOf(StoreBrokenError);
    await reader.close();
  });

  it('goes on after its connections were cut', async () => {
    await target.append([anEntry()]);
    await ask(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'trailbook-ingest'
      AND datname = current_database()`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await target.append([anEntry()])).toMatchObject({ stored: 1 });
  });

  it('opens one epoch for all who notice that the log is another', async () => {
    const ask3 = () => target.writer.openEpoch('cluster-x', 'audit.events', 0, 'first seen');
    const opened = await Promise.all([ask3(), ask3(), ask3()]);
    expect(new Set(opened).size).toBe(1);
    const next = await target.writer.openEpoch('cluster-x', 'audit.events', opened[0], 'made again');
    expect(next).not.toBe(opened[0]);
    expect(await target.writer.positions('cluster-x', 'audit.events')).toEqual({ epochId: next, offsets: new Map() });
    expect(await target.writer.beginPartition(next, 3, 40n)).toBe(40n);
    expect(await target.writer.beginPartition(next, 3, 50n)).toBe(40n);
  });

  it('lets many writers with the same new names and repeats among them finish', async () => {
    const writers = await Promise.all(Array.from({ length: 4 }, () => aWriter(database, 1)));
    const shared = Array.from({ length: 200 }, (_, n) =>
      anEntry({ tenantUid: `crowd-${n % 20}`, projectUid: `p${n % 7}` }),
    );
    const turned = (by: number) => [...shared.slice(by), ...shared.slice(0, by)];
    const outcomes = await Promise.all(writers.map(({ append }, index) => append(turned(index * 50))));
    expect(outcomes.reduce((sum, { stored }) => sum + stored, 0)).toBe(200);
    expect(outcomes.reduce((sum, { repeats }) => sum + repeats, 0)).toBe(600);
    await Promise.all(writers.map(({ writer }) => writer.close()));
  });
});
