import { type LoginRole, type Migrated, migrateDatabase, readCatalog } from '@trailbook/store/schema';
import {
  asAdministrator,
  emptyDatabase,
  migrate,
  testDatabase,
  testParts,
  type TestDatabase,
} from '@trailbook/testing';
import { firstCatalog } from './generated/first-catalog';
import { presentCatalog } from './generated/present-catalog';
import { allSchemas, serviceSchemas } from './schemas';

jest.setTimeout(120_000);

const lines = (output: string) =>
  output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('the migration job', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await emptyDatabase();
  });
  afterEach(async () => {
    await database.drop();
  });

  it('makes everything once; again it finds nothing to do', async () => {
    const [first] = lines(await migrate(database.name));
    expect(first).toMatchObject({ msg: 'database is up to date' });
    expect((first!.ran as string[]).length).toBeGreaterThan(5);
    expect((first!.partitions as string[]).length).toBeGreaterThanOrEqual(16);
    const second = lines(await migrate(database.name));
    expect(second[0]).toMatchObject({ ran: [], partitions: [] });
    expect(second.filter(({ msg }) => msg === 'topic exists')).toHaveLength(2);
    expect(second.at(-1)).toMatchObject({ msg: 'done' });
  });

  it('lets two that start together both succeed', async () => {
    const both = await Promise.all([migrate(database.name), migrate(database.name)]);
    const ran = both.map((output) => (lines(output)[0]!.ran as string[]).length).sort((a, b) => a - b);
    expect(ran[0]).toBe(0);
    expect(ran[1]).toBeGreaterThan(5);
  });

  it('gives each service DML on its own schema, and no more', async () => {
    await migrate(database.name);
    const { rows } = await asAdministrator(database.name, (client) =>
      client.query<{ schema: string; role: string; may: string[] }>(
        `SELECT table_schema AS schema, grantee AS role, array_agg(DISTINCT privilege_type::text ORDER BY privilege_type::text) AS may
           FROM information_schema.table_privileges
          WHERE table_schema IN ('identity', 'cluster_profiles', 'trails') AND grantee <> 'trailbook_owner' GROUP BY 1, 2 ORDER BY 1`,
      ),
    );
    const dml = ['DELETE', 'INSERT', 'SELECT', 'UPDATE'];
    expect(rows).toEqual([
      { schema: 'cluster_profiles', role: 'trailbook_cluster_profiles', may: dml },
      { schema: 'identity', role: 'trailbook_identity', may: dml },
      { schema: 'trails', role: 'trailbook_sink', may: dml },
    ]);
  });

  it('keeps what is stored as long as it is told to', async () => {
    await migrate(database.name, { AUDIT_RETENTION_DAYS: '60' });
    const months = () =>
      asAdministrator(database.name, async (client) => (await client.query('SELECT audit.months()')).rowCount);
    expect(await months()).toBeLessThanOrEqual(7);
    await migrate(database.name, { AUDIT_RETENTION_DAYS: '365' });
    expect(await months()).toBeGreaterThanOrEqual(16);
  });

  it.each<[string, NodeJS.ProcessEnv, RegExp]>([
    [
      'no password for a role',
      { DATABASE_PASSWORDS: '{}' },
      /DB_PASSWORD_INGEST is required .*DB_PASSWORD_QUERY is required/,
    ],
    [
      'passwords that are no JSON',
      { DATABASE_PASSWORDS: '{secret' },
      /DATABASE_PASSWORDS must be JSON of role to password/,
    ],
    [
      'a password of a role that is none',
      { DATABASE_PASSWORDS: '{"postgres":"x"}' },
      /must be JSON of role to password/,
    ],
    ['a password too short', { DB_PASSWORD_INGEST: 'short' }, /DB_PASSWORD_INGEST must be 8 to 256/],
    ['no database at all', { DATABASE_URL: '' }, /DATABASE_URL is required/],
    [
      'a database that is away',
      { DATABASE_URL: 'postgres://a:secret@127.0.0.1:1/x' },
      /cannot connect to PostgreSQL at 127\.0\.0\.1:1\/x: .*ECONNREFUSED/,
    ],
    ['a Kafka that is away', { KAFKA_BROKERS: '127.0.0.1:1' }, /Kafka at 127\.0\.0\.1:1 can't be reached/],
    ['a retention of no days', { AUDIT_RETENTION_DAYS: '0' }, /AUDIT_RETENTION_DAYS must be a whole number/],
  ])('says in one sentence that there is %s', async (_what, env, sentence) => {
    const failed = migrate(database.name, env);
    await expect(failed).rejects.toThrow(sentence);
    const message = String(await failed.catch((error: Error) => error.message));
    expect(message).not.toMatch(/secret|short"| at .*\.js|node_modules/);
  });
});

describe('frozen migrations', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await testDatabase();
  });
  afterEach(async () => {
    await database.drop();
  });

  const change = (sql: string) => asAdministrator(database.name, (client) => client.query(sql));
  const again = (): Promise<Migrated> =>
    migrateDatabase({
      url: database.adminUrl,
      passwords: testParts().databasePasswords as Record<LoginRole, string>,
      retentionDays: 365,
      services: serviceSchemas,
      catalogs: { first: firstCatalog, present: presentCatalog },
    });
  const unfrozen = allSchemas.map(({ schema }) => `DROP TABLE ${schema}.migration_checksum`).join(';');
  const frozen = async () => {
    const counts = allSchemas.map(({ schema }) => `(SELECT count(*) FROM ${schema}.migration_checksum)`);
    const { rows } = await change(`SELECT ${counts.join(' + ')} AS n`);
    return Number((rows[0] as { n: string }).n);
  };
  const all = allSchemas.reduce((sum, { migrations }) => sum + migrations.length, 0);

  it('leave what is expected of every database: `npm run freeze` writes that anew', async () => {
    const held = await asAdministrator(database.name, async (client) => {
      const read: Record<string, string[]> = {};
      for (const { schema } of allSchemas) read[schema] = await readCatalog(client, schema);
      return read;
    });
    expect(held).toEqual(presentCatalog);
  });

  it('stop the job where one was edited after it ran', async () => {
    expect(await frozen()).toBe(all);
    await change(`UPDATE trails.migration_checksum SET sha256 = '0' WHERE name LIKE 'CreateReceipts%'`);
    await expect(migrate(database.name)).rejects.toThrow(
      /: migrate: migration CreateReceipts1763910000004 of schema trails has been edited since the database at .*\/test_\w+ ran it: run a version of Trailbook with the migration as it was, and put the change into a new migration\n/,
    );
  });

  it('stop it where the database ran one that is missing here', async () => {
    await change(`INSERT INTO audit.migration (timestamp, name) VALUES (1, 'OfTomorrow1')`);
    await expect(again()).rejects.toThrow(
      /has run migration OfTomorrow1 of schema audit, which this version of Trailbook does not have: run the version that migrated it last, or a later one$/,
    );
  });

  it('adopt a database that ran them before they were frozen, if it holds what they make', async () => {
    await change(unfrozen);
    expect((await again()).ran).toEqual([]);
    expect(await frozen()).toBe(all);
  });

  it.each([
    ['lacks a column', 'ALTER TABLE audit.entry DROP COLUMN second CASCADE', 'column audit.entry.second integer not'],
    ['has another function', 'DROP FUNCTION audit.merge_search', 'function audit.merge_search('],
    ['lacks the last of them', `DELETE FROM trails.migration WHERE name LIKE 'CreateRep%'`, 'migration CreateReplays'],
  ])('refuse one that ran them before and %s, and leave it as it was', async (_what, edit, lacking) => {
    await change(`${unfrozen}; ${edit}`);
    const refused = again();
    await expect(refused).rejects.toThrow(`lacks ${lacking}`);
    await expect(refused).rejects.toThrow(/made before migrations were frozen.* migrate a new, empty database/);
    expect((await change(`SELECT to_regclass('identity.migration_checksum') AS made`)).rows).toEqual([{ made: null }]);
  });

  it('say what a database lacks where all have run', async () => {
    await change('DROP INDEX audit.entry_arrival; ALTER TABLE trails.receipt DROP COLUMN uid_xor');
    await expect(again()).rejects.toThrow(
      /every migration of schema audit has run, but it lacks index audit\.entry_arri/,
    );
  });

  it("pass over what an operator has added, warn of a month that is detached, and keep their records from the services' roles", async () => {
    await change('CREATE INDEX mine ON audit.entry (received_at); ALTER TABLE trails.receipt SET (fillfactor = 80)');
    const month = new Date().toISOString().slice(0, 7).replace('-', '_');
    await change(`ALTER TABLE audit.note DETACH PARTITION audit.note_${month}`);
    const told = expect.stringContaining(`audit.note_${month} is detached from audit.note, so nobody would read`);
    expect(await again()).toEqual({ ran: [], partitions: [], detached: [told] });
    const may = `SELECT has_table_privilege('trailbook_sink', 'trails.migration_checksum', 'SELECT') AS may`;
    expect((await change(may)).rows).toEqual([{ may: false }]);
  });
});
