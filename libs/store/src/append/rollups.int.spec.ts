import { asAdministrator, testDatabase, type TestDatabase } from '@trailbook/testing';
import { countTime } from '../layout/count-times';
import { anEntry, aWriter } from '../testing/store-some';
import { RollupFolder } from './index';

jest.setTimeout(60_000);

const hour = 3_600_000;
const actions = ['create', 'update', 'delete', 'publish', 'deploy', 'activity', 'action'] as const;
const counted = actions.map((action) => `${action}_count`);

/** Counts as the roll-ups have them beside counts of the entries, by tenant, project, kind, action and day or hour. */
const difference = `
WITH told AS (
  SELECT 'hour' AS unit, hour AS at, tenant_id, project_id, 0 AS kind_id, action + 1 AS action, n FROM audit.counts_by_hour
  UNION ALL
  SELECT 'kind', day::timestamptz, tenant_id, project_id, kind_id, action + 1, n FROM audit.counts_by_kind
  UNION ALL
  SELECT 'day', d.day::timestamptz, tenant_id, project_id, 0, a.action::int, a.n
    FROM audit.entries_by_day d, unnest(ARRAY[${counted.join(', ')}]) WITH ORDINALITY a (n, action)
  UNION ALL
  SELECT 'hour', hour, tenant_id, project_id, 0, action + 1, n FROM audit.pending_counts
  UNION ALL
  SELECT 'kind', date_trunc('day', hour), tenant_id, project_id, kind_id, action + 1, n FROM audit.pending_counts
  UNION ALL
  SELECT 'day', date_trunc('day', hour), tenant_id, project_id, 0, action + 1, n FROM audit.pending_counts
), stored AS (
  SELECT 'hour' AS unit, date_trunc('hour', time) AS at, tenant_id, project_id, 0 AS kind_id, strpos('cudpyva', action::text) AS action FROM audit.entry
  UNION ALL
  SELECT 'kind', date_trunc('day', time), tenant_id, project_id, kind_id, strpos('cudpyva', action::text) FROM audit.entry
  UNION ALL
  SELECT 'day', date_trunc('day', time), tenant_id, project_id, 0, strpos('cudpyva', action::text) FROM audit.entry
)
SELECT unit, at, tenant_id, project_id, kind_id, action, sum(n)::int AS difference FROM (
  SELECT * FROM told WHERE n <> 0 UNION ALL SELECT *, -1 FROM stored) both_sides
GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(n) <> 0`;

describe('the roll-ups', () => {
  let database: TestDatabase;
  let folder: RollupFolder;

  beforeAll(async () => {
    database = await testDatabase();
    folder = new RollupFolder({ connectionString: database.url('trailbook_ingest') });
  });
  afterAll(async () => {
    await folder.close();
    await database.drop();
  });

  const differences = () =>
    asAdministrator(database.name, async (client) => {
      await client.query(`SET timezone = 'UTC'`);
      return (await client.query(difference)).rows as unknown[];
    });
  const some = (n: number) =>
    Array.from({ length: n }, (_, index) =>
      anEntry({
        tenantUid: `tenant-${index % 3}`,
        projectUid: index % 4 === 0 ? undefined : `project-${index % 4}`,
        resource: { kind: `kind-${index % 5}`, uid: 'r' },
        actionType: actions[index % actions.length]!,
        time: Date.now() - Math.floor((index * 7919) % 2_000) * hour,
      }),
    );

  it('equal the entries before, between and after folding', async () => {
    const { writer, append } = await aWriter(database);
    await append(some(500));
    expect(await differences()).toEqual([]);
    expect(await folder.fold()).toBeGreaterThan(0);
    expect(await folder.fold()).toBe(0);
    expect(await differences()).toEqual([]);
    await append(some(300));
    expect(await differences()).toEqual([]);
    await folder.fold();
    expect(await differences()).toEqual([]);
    await writer.close();
  });

  it('equal the entries after repeats, refusals and failed chunks', async () => {
    const { writer, epochId, append } = await aWriter(database);
    const entries = some(200);
    await append(entries);
    await append([...entries.slice(0, 100), ...some(20), anEntry({ value: Buffer.from([0]) })]);
    const late = { epochId, ranges: [{ partition: 0, from: 0n, to: 1n }], entries: some(50), notes: [] };
    await expect(writer.append(late)).rejects.toThrow('stored up to');
    expect(await differences()).toEqual([]);
    await folder.fold();
    expect(await differences()).toEqual([]);
    await writer.close();
  });

  it('equal the entries while several write and several fold', async () => {
    const writers = await Promise.all(Array.from({ length: 3 }, () => aWriter(database, 1)));
    const folders = Array.from(
      { length: 2 },
      () => new RollupFolder({ connectionString: database.url('trailbook_ingest') }),
    );
    let writing = true;
    const folding = folders.map(async (each) => {
      while (writing) await each.fold();
    });
    const seen: unknown[] = [];
    await Promise.all(
      writers.map(async ({ append }) => {
        for (let round = 0; round < 10; round += 1) {
          await append(some(100));
          seen.push(...(await differences()));
        }
      }),
    );
    writing = false;
    await Promise.all(folding);
    expect(seen).toEqual([]);
    await Promise.all([...writers.map(({ writer }) => writer.close()), ...folders.map((each) => each.close())]);
  });

  it('take in all that has come, however much it is', async () => {
    const rows = 12_000;
    await asAdministrator(database.name, (client) =>
      client.query(
        `INSERT INTO audit.rollup_delta SELECT 8, 0, ARRAY[5], ARRAY[$1::int4], ARRAY[1] FROM generate_series(1, $2)`,
        [countTime(482_136 * hour, 1), rows],
      ),
    );
    expect(await folder.fold()).toBe(rows);
    const day = await asAdministrator(database.name, (client) =>
      client.query(`DELETE FROM audit.entries_by_day WHERE tenant_id = 8 RETURNING update_count::int AS n`),
    );
    expect(day.rows).toEqual([{ n: rows }]);
  });

  it('hold more of an hour than one element of theirs can', async () => {
    const sums = await asAdministrator(database.name, async (client) => {
      const much = 2 ** 31 - 1;
      const delta = 'INSERT INTO audit.rollup_delta VALUES (7, 0, ARRAY[5], ARRAY[$1::int4], ARRAY[$2::int4])';
      const time = countTime(482_136 * hour, 1);
      await client.query(delta, [time, much - 3]);
      await client.query('SELECT audit.fold_rollups()');
      await client.query(delta, [time, 3]);
      await client.query('SELECT audit.fold_rollups()');
      const { rows } = await client.query<Record<string, number>>(
        `SELECT (SELECT sum(n)::float8 FROM audit.counts_by_hour WHERE tenant_id = 7 AND action = 1) AS hours,
                (SELECT sum(n)::float8 FROM audit.counts_by_kind WHERE tenant_id = 7 AND kind_id = 5) AS kinds,
                (SELECT update_count::float8 FROM audit.entries_by_day WHERE tenant_id = 7) AS day`,
      );
      await client.query('DELETE FROM audit.entries_by_day WHERE tenant_id = 7');
      return rows[0];
    });
    expect(sums).toEqual({ hours: 2 ** 31 - 1, kinds: 2 ** 31 - 1, day: 2 ** 31 - 1 });
  });
});
