import { asAdministrator, testDatabase } from '../index';
import { Client } from 'pg';

describe('a test database', () => {
  it('is migrated, and its own', async () => {
    const [one, other] = await Promise.all([testDatabase(), testDatabase()]);
    const seen = await asAdministrator(one.name, (client) =>
      client.query(`SELECT to_regclass('audit.entry') AS entry`),
    );
    expect(seen.rows).toEqual([{ entry: 'audit.entry' }]);
    expect(one.name).not.toBe(other.name);
    await Promise.all([one.drop(), other.drop()]);
  });

  it('is reached by an app with its own role', async () => {
    const database = await testDatabase();
    const client = new Client({ connectionString: database.url('trailbook_query') });
    await client.connect();
    expect((await client.query('SELECT current_user AS role')).rows).toEqual([{ role: 'trailbook_query' }]);
    await client.end();
    await database.drop();
  });
});
