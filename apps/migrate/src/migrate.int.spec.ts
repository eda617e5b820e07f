import { asAdministrator, emptyDatabase, migrate, type TestDatabase } from '@trailbook/testing';

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
