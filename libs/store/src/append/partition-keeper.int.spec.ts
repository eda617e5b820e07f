import { asAdministrator, testDatabase, waitFor, type TestDatabase } from '@trailbook/testing';
import { Client, type QueryResult } from 'pg';
import { firstDay, monthsFrom } from '../layout/months';
import { anEntry, aNoteOn, aWriter, uuid7 } from '../testing/store-some';
import { PartitionKeeper, RollupFolder } from './index';

jest.setTimeout(120_000);

describe('the keeper of partitions', () => {
  let database: TestDatabase;
  let keeper: PartitionKeeper;

  beforeEach(async () => {
    database = await testDatabase();
    keeper = new PartitionKeeper({ connectionString: database.url('trailbook_partitions') });
  });
  afterEach(async () => {
    await keeper.close();
    await database.drop();
  });

  const ask = (statement: string): Promise<QueryResult> =>
    asAdministrator(database.name, (client) => client.query(statement));
  /** Sets the database's clock, as far as partitions are concerned. */
  const setToday = (day: string) =>
    ask(`CREATE OR REPLACE FUNCTION audit.today() RETURNS date LANGUAGE sql STABLE RETURN '${day}'::date`);
  const from = (year: number, month: number, day = 1) =>
    new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);

  it('finds what migrate made, and makes nothing twice', async () => {
    const now = Date.now();
    const expected = Array.from({ length: 16 }, (_, n) => monthsFrom(now, n - 12));
    expect(await keeper.months()).toEqual(expect.arrayContaining(expected));
    expect(await keeper.ensureAhead(3)).toEqual([]);
    expect(await keeper.ensureAhead(5)).toEqual([monthsFrom(now, 4), monthsFrom(now, 5)]);
    expect(await keeper.ensureAhead(5)).toEqual([]);
  });

  it('follows a clock that moves two years, month by month, keeping entries, counts and what is searched in step', async () => {
    const { writer, append } = await aWriter(database, 1);
    const folder = new RollupFolder({ connectionString: database.url('trailbook_ingest') });
    const start = new Date();
    for (let ahead = 0; ahead <= 24; ahead += 1) {
      const today = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + ahead, 15));
      await setToday(today.toISOString().slice(0, 10));
      await keeper.ensureAhead(3);
      expect((await keeper.dropBehind(365)).busy).toEqual([]);
      const entry = anEntry({ time: today.getTime() });
      expect(await append([entry], [aNoteOn(entry.event.uid, 'monthly', { time: today.getTime() })])).toMatchObject({
        stored: 1,
        notesStored: 1,
      });
      if (ahead % 2 === 0) await folder.fold();
      if (ahead % 3 === 0) await folder.merge();
      const months = await keeper.months();
      expect(months.at(-1)).toBe(monthsFrom(today.getTime(), 3));
      expect(months[0]).toBe(monthsFrom(today.getTime() - 365 * 86_400_000, 0));
    }
    const { rows } = await ask(
      `SELECT (SELECT count(*)::int FROM audit.entry) AS entries, (SELECT count(*)::int FROM audit.note) AS notes,
              (SELECT coalesce(sum(n), 0)::int FROM audit.counts_by_hour)
                + (SELECT coalesce(sum(n), 0)::int FROM audit.pending_counts) AS counted,
              (SELECT coalesce(sum(update_count), 0)::int FROM audit.entries_by_day)
                + (SELECT coalesce(sum(n), 0)::int FROM audit.pending_counts) AS by_day,
              (SELECT coalesce(sum(entries), 0)::int FROM audit.search_block)
                + (SELECT coalesce(sum(n), 0)::int FROM audit.search_delta d, unnest(d.entries) n) AS searched`,
    );
    expect(rows).toEqual([{ entries: 13, notes: 13, counted: 13, by_day: 13, searched: 13 }]);
    await Promise.all([writer.close(), folder.close()]);
  });

  it('cannot drop what the retention covers, whatever it is asked', async () => {
    const before = await keeper.months();
    const { done, busy, covered } = await keeper.dropBehind(30);
    expect([done, busy]).toEqual([[], []]);
    expect(covered).not.toEqual([]);
    const client = new Client({ connectionString: database.url('trailbook_partitions') });
    await client.connect();
    const month = from(new Date().getUTCFullYear(), new Date().getUTCMonth() - 3);
    expect((await client.query('SELECT audit.drop_partitions($1) AS answer', [month])).rows).toEqual([
      { answer: 'covered' },
    ]);
    expect(await keeper.months()).toEqual(before);
    await expect(client.query('SELECT audit.make_partitions($1)', ['1999-01-01'])).rejects.toThrow(
      'no partition is made',
    );
    await expect(client.query('SELECT audit.make_partitions($1)', ['2999-01-01'])).rejects.toThrow(
      'no partition is made',
    );
    await client.end();
  });

  it('makes partitions that refuse changes as the first ones do', async () => {
    await keeper.ensureAhead(4);
    const part = `audit.entry_${monthsFrom(Date.now(), 4)}`;
    await asAdministrator(database.name, async (client) => {
      const inMonth = `${firstDay(monthsFrom(Date.now(), 4))}T12:00:00Z`;
      await client.query(`INSERT INTO ${part} VALUES ('${inMonth}', now(), 1, '${uuid7()}', 1, 1, 1, 0, 1, 1, 0, 1, 0,
        '', '', '', '', 'u', 'b', '', '', '{}')`);
      for (const statement of [`UPDATE ${part} SET id = 'x'`, `DELETE FROM ${part}`, `TRUNCATE ${part}`]) {
        await expect(client.query(statement)).rejects.toThrow('append-only');
        const onParent = statement.replace(part, 'audit.entry');
        await expect(client.query(onParent)).rejects.toThrow('append-only');
        // Not even by a session that passes over ordinary triggers, as a replica's does.
        await client.query('SET session_replication_role = replica');
        await expect(client.query(statement)).rejects.toThrow('append-only');
        await client.query('SET session_replication_role = origin');
      }
    });
    const { rows } = await ask(`SELECT relrowsecurity, pg_get_userbyid(relowner) AS owner FROM pg_class
      WHERE oid = '${part}'::regclass`);
    expect(rows).toEqual([{ relrowsecurity: false, owner: 'trailbook_owner' }]);
  });

  it('neither waits for a long download nor makes anyone wait, and drops when it has ended', async () => {
    const { writer, append } = await aWriter(database, 1);
    await append([anEntry()]);
    const reader = new Client({ connectionString: database.url('trailbook_query') });
    await reader.connect();
    await reader.query(`BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT set_config('trailbook.tenant', 'acme', true),
      set_config('trailbook.project', '*', true); SELECT count(*) FROM audit.entry`);
    await setToday(from(new Date().getUTCFullYear(), new Date().getUTCMonth() + 2, 20));
    const finished = { read: 0, write: 0 };
    let going = true;
    const repeating = async (of: 'read' | 'write', work: () => Promise<unknown>) => {
      for (; going; finished[of] += 1) await work();
    };
    /** Both go on: begun after this call, and ended. */
    const goOn = async () => {
      const { read, write } = finished;
      await waitFor('reads and writes', () => finished.read > read + 1 && finished.write > write + 1);
    };
    const other = new Client({ connectionString: database.url('trailbook_query') });
    await other.connect();
    const traffic = [
      repeating('read', () => other.query('SELECT count(*) FROM audit.entry')),
      repeating('write', () => append([anEntry()])),
    ];
    await goOn();
    expect((await keeper.ensureAhead(3)).length).toBeGreaterThan(0);
    await goOn();
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const { done, busy } = await keeper.dropBehind(365);
      expect(done).toEqual([]);
      expect(busy.length).toBeGreaterThan(0);
      await goOn();
    }
    await reader.query('SELECT count(*) FROM audit.entry; COMMIT');
    await reader.end();
    let left = 1;
    for (let attempt = 0; left > 0 && attempt < 50; attempt += 1) left = (await keeper.dropBehind(365)).busy.length;
    going = false;
    await Promise.all(traffic);
    await Promise.all([other.end(), writer.close()]);
    expect(left).toBe(0);
  });
});
