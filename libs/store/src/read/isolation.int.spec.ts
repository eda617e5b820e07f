import { testDatabase, type TestDatabase } from '@trailbook/testing';
import { Pool } from 'pg';
import { aNoteOn, anEntry, aWriter } from '../testing/store-some';
import { findEntry, listEntries, notesOf, recordsByOffsets, type ReadScope, withScope } from './index';

jest.setTimeout(60_000);

/** Every table that a reader may read, with no condition at all: what a forgotten WHERE would show. */
const everything = {
  entry: `SELECT DISTINCT payload::json ->> 'tenantUid' AS tenant, payload::json ->> 'projectUid' AS project FROM audit.entry`,
  note: `SELECT DISTINCT payload::json ->> 'tenantUid' AS tenant, payload::json ->> 'userMsg' AS project FROM audit.note`,
  tenant: 'SELECT uid AS tenant FROM audit.tenant',
  project: 'SELECT uid AS project FROM audit.project',
  kind: 'SELECT name AS kind FROM audit.kind',
  source: 'SELECT uri AS source FROM audit.source',
  counts_by_hour: 'SELECT DISTINCT tenant_id, project_id FROM audit.counts_by_hour',
  counts_by_kind: 'SELECT DISTINCT tenant_id, project_id FROM audit.counts_by_kind',
  entries_by_day: 'SELECT DISTINCT tenant_id, project_id FROM audit.entries_by_day',
  rollup_delta: 'SELECT DISTINCT tenant_id, project_id FROM audit.rollup_delta',
  pending_counts: 'SELECT DISTINCT tenant_id, project_id FROM audit.pending_counts',
  search_delta: 'SELECT DISTINCT tenant_id, project_id, texts FROM audit.search_delta',
  search_block: 'SELECT DISTINCT tenant_id, project_id, words FROM audit.search_block',
} as const;
const allTables = Object.keys(everything) as (keyof typeof everything)[];

describe.each(['trailbook_query', 'trailbook_sink'] as const)('what %s sees', (role) => {
  // The sink searches nothing, and may not even ask.
  const tables = allTables.filter((table) => role === 'trailbook_query' || !table.startsWith('search_'));
  let database: TestDatabase;
  let pool: Pool;
  const uids = new Map<string, string>();

  beforeAll(async () => {
    database = await testDatabase();
    pool = new Pool({ connectionString: database.url(role), max: 1 });
    const { writer, append } = await aWriter(database, 1);
    const stored = ['acme', 'globex'].flatMap((tenantUid) =>
      ['payments', 'shop', undefined].map((projectUid) => {
        const of = `${tenantUid}/${projectUid ?? 'none'}`;
        const resource = { kind: `kind-of-${tenantUid}`, uid: 'r', name: of };
        const entry = anEntry({ tenantUid, projectUid, resource, source: `/services/${tenantUid}` });
        uids.set(of, entry.event.uid);
        return { entry, note: aNoteOn(entry.event.uid, of, { tenantUid }) };
      }),
    );
    const entries = stored.map(({ entry }) => entry);
    const notes = stored.map(({ note }) => note);
    await append(entries, notes);
    await writer.close();
    const folding = new Pool({ connectionString: database.url('trailbook_ingest'), max: 1 });
    await folding.query('SELECT audit.fold_rollups(), audit.merge_search()');
    await folding.end();
    const again = await aWriter(database, 1); // so that something is folded and something is not
    await again.append(
      ['acme', 'globex'].flatMap((tenantUid) =>
        ['payments', 'shop'].map((projectUid) =>
          anEntry({ tenantUid, projectUid, actionMsg: `${tenantUid}/${projectUid}` }),
        ),
      ),
    );
    await again.writer.close();
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const rows = (scope: ReadScope, statement: string) =>
    withScope(pool, scope, async ({ client }) => (await client.query<Record<string, unknown>>(statement)).rows);
  const unscoped = async (statement: string) => (await pool.query<Record<string, unknown>>(statement)).rows;

  it.each(tables)('is nothing of %s without a scope, before and after another had one', async (table) => {
    expect(await unscoped(everything[table])).toEqual([]);
    expect(await rows({ tenantUid: 'acme', projectUid: '*' }, everything[table])).not.toEqual([]);
    expect(await unscoped(everything[table])).toEqual([]);
  });

  it.each(tables)('is its own tenant alone of %s', async (table) => {
    const acme = await rows({ tenantUid: 'acme', projectUid: '*' }, everything[table]);
    const globex = await rows({ tenantUid: 'globex', projectUid: '*' }, everything[table]);
    expect(acme.length).toBeGreaterThan(0);
    expect(globex.length).toBeGreaterThan(0);
    expect(JSON.stringify(acme)).not.toContain('globex');
    expect(JSON.stringify(globex)).not.toContain('acme');
    const tenantIds = (found: Record<string, unknown>[]) => new Set(found.map((row) => row.tenant_id));
    if ('tenant_id' in acme[0]!) expect([...tenantIds(acme)]).not.toEqual([...tenantIds(globex)]);
    expect(tenantIds(acme).size).toBe(1);
  });

  it.each(tables.filter((table) => !['tenant', 'kind', 'source'].includes(table)))(
    'is its own project alone of %s',
    async (table) => {
      const found = await rows({ tenantUid: 'acme', projectUid: 'payments' }, everything[table]);
      expect(found).toHaveLength(1);
      expect(JSON.stringify(found)).not.toMatch(/shop|none/);
    },
  );

  it.each(['nobody', "acme' OR true --", 'acme\0', 'ACME'])('is nothing of tenant %j', async (tenantUid) => {
    for (const table of tables) {
      const seen = await rows({ tenantUid, projectUid: '*' }, everything[table]).catch(() => []);
      expect(seen).toEqual([]);
    }
  });

  it.each(['nothing', '%', '* ', "payments' OR true --"])('is nothing of project %j', async (projectUid) => {
    const found = await rows({ tenantUid: 'acme', projectUid }, everything.entry);
    expect(found).toEqual([]);
  });

  it('is not widened by a filter for another project', async () => {
    const scope = { tenantUid: 'acme', projectUid: 'payments' };
    const all = await withScope(pool, scope, (reader) => listEntries(reader, {}, { limit: 50 }));
    expect(all).toHaveLength(2);
    const others = await withScope(pool, scope, (reader) =>
      listEntries(reader, { projectUids: ['shop'] }, { limit: 50 }),
    );
    expect(others).toEqual([]);
  });

  it('is no entry and no note by uid that it may not see', async () => {
    const look = (scope: ReadScope, of: string) =>
      withScope(pool, scope, async (reader) => ({
        entry: (await findEntry(reader, uids.get(of)!))?.uid,
        notes: (await notesOf(reader, uids.get(of)!)).length,
      }));
    const acme = { tenantUid: 'acme', projectUid: '*' };
    expect(await look(acme, 'acme/shop')).toEqual({ entry: uids.get('acme/shop'), notes: 1 });
    expect(await look(acme, 'globex/shop')).toEqual({ entry: undefined, notes: 0 });
    const payments = { tenantUid: 'acme', projectUid: 'payments' };
    expect(await look(payments, 'acme/payments')).toEqual({ entry: uids.get('acme/payments'), notes: 1 });
    expect(await look(payments, 'acme/shop')).toEqual({ entry: undefined, notes: 0 });
    expect(await look(payments, 'acme/none')).toEqual({ entry: undefined, notes: 0 });
    expect(await look(payments, 'globex/payments')).toEqual({ entry: undefined, notes: 0 });
  });

  it('is its own records alone by offsets', async () => {
    const seen = await withScope(pool, { tenantUid: 'globex', projectUid: '*' }, async (reader) => {
      const { rows: epochs } = await reader.client.query<{ id: number }>(
        'SELECT id FROM audit.kafka_epoch ORDER BY id LIMIT 1',
      );
      const stretch = { epoch: epochs[0]!.id, partition: 0, from: 0n, to: 1n << 62n };
      return recordsByOffsets(reader, stretch, 1_000);
    });
    expect(seen.map(({ kind }) => kind)).toEqual(['entry', 'note', 'entry', 'note', 'entry', 'note']);
    expect(JSON.stringify(seen.map((record) => (record.kind === 'entry' ? record.entry : record.note)))).not.toContain(
      'acme',
    );
  });

  it('cannot be changed by it: the transaction only reads', async () => {
    const writing = rows({ tenantUid: 'acme', projectUid: '*' }, 'CREATE TEMPORARY TABLE t (n int)');
    await expect(writing).rejects.toMatchObject({ code: '25006' });
  });
});
