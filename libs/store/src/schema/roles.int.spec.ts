import { testDatabase, type TestDatabase } from '@trailbook/testing';
import { Client } from 'pg';
import { loginRoles, type LoginRole } from './roles';
import { storeSome } from '../testing/store-some';

const partition = (parent: string) => `audit.${parent}_${new Date().toISOString().slice(0, 7).replace('-', '_')}`;
const entryPart = partition('entry');
const notePart = partition('note');
const services = { trailbook_identity: 'identity', trailbook_cluster_profiles: 'cluster_profiles' } as const;

/** What each role may do, beside the functions below. Whatever is in no row must be refused to it. */
const allowed: Record<string, readonly LoginRole[]> = {
  'SELECT count(*) FROM audit.entry': ['trailbook_query', 'trailbook_sink'],
  'SELECT count(*) FROM audit.note': ['trailbook_query', 'trailbook_sink'],
  'SELECT count(*) FROM audit.entries_by_day': ['trailbook_query', 'trailbook_sink'],
  'SELECT count(*) FROM audit.counts_by_hour': ['trailbook_query', 'trailbook_sink'],
  'SELECT count(*) FROM audit.counts_by_kind': ['trailbook_query', 'trailbook_sink'],
  'SELECT count(*) FROM audit.pending_counts': ['trailbook_query', 'trailbook_sink'],
  'SELECT count(*) FROM audit.tenant': ['trailbook_ingest', 'trailbook_query', 'trailbook_sink'],
  'SELECT count(*) FROM audit.kind': ['trailbook_ingest', 'trailbook_query', 'trailbook_sink'],
  'SELECT count(*) FROM audit.project': ['trailbook_ingest', 'trailbook_query', 'trailbook_sink'],
  'SELECT count(*) FROM audit.source': ['trailbook_ingest', 'trailbook_query', 'trailbook_sink'],
  'SELECT count(*) FROM audit.kafka_epoch': ['trailbook_ingest', 'trailbook_query', 'trailbook_sink'],
  'SELECT count(*) FROM audit.kafka_offset': ['trailbook_ingest', 'trailbook_query', 'trailbook_sink'],
  [`SELECT tenant_id, uid, source_id, id FROM ${entryPart}`]: ['trailbook_ingest'],
  [`SELECT tenant_id, uid, source_id, id FROM ${notePart}`]: ['trailbook_ingest'],
  'INSERT INTO audit.rollup_delta VALUES (1, 0, ARRAY[1], ARRAY[1], ARRAY[1])': ['trailbook_ingest'],
  'SELECT count(*) FROM audit.search_delta': ['trailbook_query'],
  'SELECT count(*) FROM audit.search_block': ['trailbook_query'],
  "INSERT INTO audit.search_delta VALUES (1, 0, '{1}', '{1}', '{1}', '{a}')": ['trailbook_ingest'],
  'SELECT audit.merge_search()': ['trailbook_ingest'],
  "INSERT INTO audit.tenant (uid) VALUES ('another')": ['trailbook_ingest'],
  "INSERT INTO audit.kafka_epoch (cluster_id, topic, reason) VALUES ('c', 't', 'r')": ['trailbook_ingest'],
  'UPDATE audit.kafka_offset SET next_offset = 0 WHERE false': ['trailbook_ingest'],
  'UPDATE audit.kafka_offset SET verdicts_from = 0 WHERE false': ['trailbook_ingest'],
  'SELECT count(*) FROM audit.not_stored': ['trailbook_ingest', 'trailbook_sink'],
  'INSERT INTO audit.not_stored VALUES (1, 0, 0, 1)': ['trailbook_ingest'],
  'DELETE FROM audit.not_stored': ['trailbook_ingest'],
  'SELECT audit.fold_rollups()': ['trailbook_ingest'],
  "SELECT audit.data_digests('entry', audit.today(), '{}', '{}')": ['trailbook_ingest'],
  "SELECT audit.stored_records('entry', audit.today(), '{}', '{}')": ['trailbook_ingest'],
  'SELECT audit.today()': ['trailbook_ingest', 'trailbook_partitions'],
  'SELECT audit.months()': ['trailbook_ingest', 'trailbook_partitions'],
  'SELECT audit.make_partitions(audit.today())': ['trailbook_partitions'],
};

/** Nobody may do these. */
const forbidden: readonly string[] = [
  ...['audit.entry', entryPart, 'audit.note', notePart].flatMap((table) => [
    `UPDATE ${table} SET payload = ''`,
    `DELETE FROM ${table}`,
    `TRUNCATE ${table}`,
    `DROP TABLE ${table}`,
    `ALTER TABLE ${table} DISABLE TRIGGER ALL`,
    `ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`,
    `ALTER TABLE ${table} ADD COLUMN more int`,
    `CREATE INDEX ON ${table} (time)`,
  ]),
  `SELECT payload FROM ${entryPart}`,
  `SELECT payload FROM ${notePart}`,
  `SELECT time FROM ${entryPart}`,
  'INSERT INTO audit.entry SELECT * FROM audit.entry',
  'DELETE FROM audit.entries_by_day',
  'UPDATE audit.entries_by_day SET create_count = 0',
  'DELETE FROM audit.rollup_delta',
  'DELETE FROM audit.search_delta',
  'DELETE FROM audit.search_block',
  "INSERT INTO audit.search_block VALUES (1, 1, 1, 0, 0, 1, 'a')",
  'DELETE FROM audit.kafka_offset',
  'UPDATE audit.not_stored SET to_offset = 9',
  'DELETE FROM audit.kafka_epoch',
  'DELETE FROM audit.tenant',
  "UPDATE audit.tenant SET uid = 'x'",
  'UPDATE audit.retention SET days = 1',
  'SELECT * FROM audit.retention',
  'DELETE FROM audit.migration',
  'SELECT audit.forget_month(current_date, current_date)',
  'CREATE TABLE audit.mine (id int)',
  'CREATE TABLE public.mine (id int)',
  'CREATE FUNCTION audit.today() RETURNS date LANGUAGE sql RETURN current_date',
  'CREATE SCHEMA mine',
  'CREATE ROLE mine',
  'SET ROLE trailbook_owner',
  'SET session_replication_role = replica',
  "COPY (SELECT 1) TO '/tmp/x'",
  "ALTER ROLE trailbook_query SET trailbook.tenant = 'x'",
];

jest.setTimeout(60_000);

describe('what each role may do', () => {
  let database: TestDatabase;
  const clients = new Map<LoginRole, Client>();

  beforeAll(async () => {
    database = await testDatabase();
    await storeSome(database, [{}]);
    for (const role of loginRoles) {
      const client = new Client({ connectionString: database.url(role) });
      await client.connect();
      clients.set(role, client);
    }
  });
  afterAll(async () => {
    await Promise.all([...clients.values()].map((client) => client.end()));
    await database.drop();
  });

  async function attempt(role: LoginRole, statement: string): Promise<string> {
    const client = clients.get(role)!;
    await client.query('BEGIN');
    try {
      await client.query(statement);
      return 'allowed';
    } catch (error) {
      return (error as { code: string }).code;
    } finally {
      await client.query('ROLLBACK');
    }
  }

  const table = [...Object.keys(allowed), ...forbidden].flatMap((statement) =>
    loginRoles.map((role): [LoginRole, boolean, string] => [
      role,
      allowed[statement]?.includes(role) ?? false,
      statement,
    ]),
  );

  it.each(table)('%s (%s): %s', async (role, may, statement) => {
    const outcome = await attempt(role, statement);
    if (may) expect(outcome).toBe('allowed');
    // 42501: insufficient privilege. 55000 and 2F: refused for another reason would not be a matter of rights.
    else expect(outcome).toBe('42501');
  });

  it.each(loginRoles)('%s is no superuser and passes over no policy', async (role) => {
    const { rows } = await clients.get(role)!.query(
      `SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
              (SELECT count(*)::int FROM pg_auth_members m WHERE m.member = r.oid) AS memberships
         FROM pg_roles r WHERE rolname = current_user`,
    );
    expect(rows).toEqual([
      {
        rolsuper: false,
        rolbypassrls: false,
        rolcreaterole: false,
        rolcreatedb: false,
        rolreplication: false,
        memberships: 0,
      },
    ]);
  });

  it.each(Object.entries(services))('%s reads and writes %s alone', async (role, schema) => {
    const { rows } = await clients.get(role as LoginRole)!.query<{ schema: string }>(
      `SELECT DISTINCT table_schema AS schema FROM information_schema.table_privileges
        WHERE grantee = current_user AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
    );
    expect(rows.map((row) => row.schema).filter((name) => name !== schema)).toEqual([]);
  });
});
