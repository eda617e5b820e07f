import { asAdministrator, testDatabase, type TestDatabase } from '@trailbook/testing';
import { aNoteOn, anEntry, aWriter, uuid7 } from '../testing/store-some';

describe('the writer, where a month is detached', () => {
  const next = new Date(Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() + 1, 1));
  const months = [new Date(), next].map((time) => time.toISOString().slice(0, 7));
  const bounds = `FOR VALUES FROM ('${months[0]}-01 00:00+00') TO ('${months[1]}-01 00:00+00')`;
  const tableOf = (parent: string) => `audit.${parent}_${months[0]!.replace('-', '_')}`;
  let own: TestDatabase;

  beforeEach(async () => {
    own = await testDatabase();
  });
  afterEach(async () => {
    await own.drop();
  });
  const run = (sql: string) => asAdministrator(own.name, (client) => client.query(sql));

  it.each([
    ['entry', () => [[anEntry()], []] as const],
    ['note', () => [[], [aNoteOn(uuid7(), 'a note')]] as const],
  ])('stores nothing that nobody would read, until it is attached again: %s', async (parent, some) => {
    const [alter, table] = [`ALTER TABLE audit.${parent}`, tableOf(parent)];
    await run(`${alter} DETACH PARTITION ${table}`);
    const elsewhere = await aWriter(own, 1);
    const [entries, notes] = some();
    const refused = elsewhere.append(entries, notes);
    await expect(refused).rejects.toMatchObject({ code: 'detached', retriable: true });
    await expect(refused).rejects.toThrow(
      `${table} is detached from audit.${parent}, so nobody would read what is stored there: attach it again (${alter} ATTACH PARTITION ${table} ${bounds}), or rename or drop it`,
    );
    expect((await run(`SELECT FROM ${table}`)).rowCount).toBe(0);
    await run(`${alter} ATTACH PARTITION ${table} ${bounds}`);
    await elsewhere.append(entries, notes);
    expect((await run(`SELECT FROM audit.${parent}`)).rowCount).toBe(1);
    await elsewhere.writer.close();
  });

  it('stores nothing in one whose detaching was interrupted, either', async () => {
    const table = tableOf('entry');
    const detach = `ALTER TABLE audit.entry DETACH PARTITION ${table}`;
    await asAdministrator(own.name, async (reader) => {
      await reader.query('BEGIN; SELECT FROM audit.entry LIMIT 0');
      // It waits for the reader after it has marked the partition.
      await asAdministrator(own.name, async (client) => {
        await client.query(`SET lock_timeout = '100ms'`);
        await expect(client.query(`${detach} CONCURRENTLY`)).rejects.toThrow('lock timeout');
      });
      await reader.query('COMMIT');
    });
    const elsewhere = await aWriter(own, 1);
    const finalize = `attach it again (${detach} FINALIZE; ALTER TABLE audit.entry ATTACH PARTITION ${table} ${bounds})`;
    await expect(elsewhere.append([anEntry()])).rejects.toThrow(finalize);
    await run(`${detach} FINALIZE; ALTER TABLE audit.entry ATTACH PARTITION ${table} ${bounds}`);
    await elsewhere.append([anEntry()]);
    await elsewhere.writer.close();
  });
});
