import { csvHeader, csvRow, csvColumns, toAudit, type Entry, type Audit } from '@trailbook/contract';
import { auditTopics, connectKafka, ensureTopics } from '@trailbook/messaging';
import {
  aCaller,
  aNote,
  anEvent,
  asAdministrator,
  storeWriter,
  testDatabase,
  testParts,
  testTopics,
  topicEnd,
  waitFor,
  type StoreWriter,
  type TestDatabase,
} from '@trailbook/testing';
import { findEntry, listEntries, withScope } from '@trailbook/store/read';
import { parse } from 'csv-parse/sync';
import { once } from 'node:events';
import { Pool } from 'pg';
import { queryUnderTest, type QueryUnderTest } from '../testing/query.fixture';

const admin = aCaller('Tenant Admin');
const nasty = [
  '=1+1',
  '  =1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\ttab',
  '\rreturn',
  ' plain',
  "'quoted'",
  'a,b',
  'say "hi"',
  'two\nlines',
  'two\r\nlines',
  '"',
  '\\.',
  '\\N',
  '😀 汉字 é',
  '  ',
  'a=b',
];

describe('downloads', () => {
  const topics = testTopics();
  let database: TestDatabase;
  let writer: StoreWriter;
  let query: QueryUnderTest;
  let pool: Pool;

  beforeAll(async () => {
    database = await testDatabase();
    writer = await storeWriter(database);
    pool = new Pool({ connectionString: database.url('trailbook_query'), max: 1 });
    const kafka = connectKafka({ brokers: [testParts().kafka], ssl: false }, { clientId: 'spec' });
    await ensureTopics(kafka, auditTopics({ events: topics.events, rejected: topics.rejected, partitions: 1 }));
    query = await queryUnderTest(database, topics.events);
  }, 60_000);

  afterAll(async () => {
    await query?.close();
    await writer?.close();
    await pool?.end();
    await database?.drop();
  });

  const stored = (tenantUid: string, limit = 1_000): Promise<Entry[]> =>
    withScope(pool, { tenantUid, projectUid: '*' }, (reader) => listEntries(reader, {}, { limit }));

  const published = async () => Number(await topicEnd(testParts().kafka, topics.events));

  describe('of whatever people write', () => {
    const tenant = aCaller('Tenant Admin', { tenantUid: 'nasty' });
    let uids: string[];

    beforeAll(async () => {
      const events = nasty.map((text, index) =>
        anEvent({
          time: Date.now() - index * 1_000,
          data: {
            tenantUid: 'nasty',
            projectUid: index % 2 ? text : undefined,
            projectName: index % 4 === 1 ? text : undefined,
            resource: { kind: text, uid: text, name: index % 3 ? text : undefined },
            actor: [
              { actorType: 'user' as const, user: { uid: text, emailId: index % 5 ? text : '' } },
              { actorType: 'service' as const, serviceName: text },
              { actorType: 'system' as const },
            ][index % 3]!,
            actionMsg: text,
            ...(index % 2 && { userMsg: `${text}   ` }),
            request: index % 2 ? { ip: text } : undefined,
            outcome: index % 2 ? 'failure' : undefined,
          },
        }),
      );
      uids = [...(await writer.write(events.slice(0, 9))), ...(await writer.write(events.slice(9), 'structured'))];
      await writer.write([aNote(uids[0]!, '=cmd()', 'nasty')]);
      await writer.write(
        [aNote(uids[12]!, 'older, than "all"', 'nasty'), aNote(uids[12]!, 'the latest', 'nasty')],
        'structured',
      );
    });

    it('are the bytes that the contract makes of each entry', async () => {
      const { status, headers, text } = await query.get(tenant, '/v1/audits/export');
      const entries = await stored('nasty');
      expect(status).toBe(200);
      expect(headers).toMatchObject({
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': expect.stringMatching(/^attachment; filename="audit-\d{8}T\d{6}Z\.csv"$/),
      });
      expect(text).toBe(csvHeader() + entries.map(csvRow).join(''));
    });

    it('are read back by any reader of CSV', async () => {
      const { text } = await query.get(tenant, '/v1/audits/export', { accept: 'text/csv' });
      const rows = parse(text, { columns: true, record_delimiter: '\r\n' }) as unknown as Record<string, string>[];
      expect(Object.keys(rows[0]!)).toEqual([...csvColumns]);
      expect(rows.map(({ uid }) => uid)).toEqual(uids);
      for (const [index, row] of rows.entries()) {
        expect(row.message!.replace(/^'(?= *[=+\-@\t\r])/, '')).toBe(nasty[index]);
      }
    });

    it('as NDJSON are the entries as they are listed, unaltered', async () => {
      const { headers, text } = await query.get(tenant, '/v1/audits/export', { accept: 'application/x-ndjson' });
      expect(headers['content-type']).toBe('application/x-ndjson; charset=utf-8');
      const lines = text.trimEnd().split('\n');
      expect(lines.map((line) => JSON.parse(line) as Audit)).toEqual(
        (await stored('nasty')).map((entry) => toAudit(entry)),
      );
    });

    it.each(nasty)('are filtered by %j as by any other value', async (value) => {
      const url = `/v1/audits/export?resourceUid=${encodeURIComponent(value)}&resourceUid=x`;
      const { text } = await query.get(tenant, url, { accept: 'application/x-ndjson' });
      const csv = (await query.get(tenant, url)).text;
      const expected = uids[nasty.indexOf(value)];
      expect(
        text
          .trimEnd()
          .split('\n')
          .map((line) => (JSON.parse(line) as Audit).metadata.uid),
      ).toEqual([expected]);
      expect(csv).toContain(`,${expected},`);
    });

    it.each([
      "x') TO PROGRAM 'touch /tmp/injected",
      '{"a"}',
      '{}',
      'a\\"},{',
      "'; SELECT pg_sleep(9); --",
      '$1 || (SELECT uid FROM audit.tenant)',
      '%',
      'NULL',
    ])('take %j for a value and nothing else', async (value) => {
      const encoded = encodeURIComponent(value);
      for (const filter of [
        `resourceKind=${encoded}`,
        `resourceKind=${encoded}&resourceKind=${encoded}2`,
        `userUid=${encoded}&userUid=other`,
        `search=${encoded}%5C%25_`,
        `projectUid=${encoded}`,
      ]) {
        const { status, text } = await query.get(tenant, `/v1/audits/export?${filter}`);
        expect([status, text]).toEqual([200, csvHeader()]);
      }
    });
  });

  it('have their own event in Kafka, or are not given at all', async () => {
    const before = await published();
    expect((await query.get(admin, '/v1/audits/export?actionType=create')).text).toBe(csvHeader());
    expect(await published()).toBe(before + 1);
    const cut = await queryUnderTest(database, `${topics.prefix}.nowhere`);
    const { status, body } = await cut.get(admin, '/v1/audits/export');
    expect([status, body.code]).toEqual([503, 'ServiceUnavailable']);
    await cut.close();
  }, 20_000);

  it('are refused with a wrong parameter or form before anything is said of them', async () => {
    const before = await published();
    const wrong = await query.get(admin, '/v1/audits/export?startTime=2026-02-30T00:00:00Z');
    expect([wrong.status, wrong.body.details]).toEqual([400, { field: 'startTime' }]);
    expect((await query.get(admin, '/v1/audits/export', { accept: 'image/png' })).status).toBe(406);
    expect((await query.get(aCaller('Project Editor'), '/v1/audits/export')).status).toBe(403);
    expect((await query.get(aCaller('Tenant Viewer'), '/v1/audits/export')).status).toBe(403);
    expect(await published()).toBe(before);
  });

  it('of a project hold nothing of another one', async () => {
    const data = { tenantUid: 'projects' };
    const [own] = await writer.write([
      anEvent({ data }),
      anEvent({ data: { ...data, projectUid: 'project-2' } }),
      anEvent({ data: { ...data, projectUid: undefined, projectName: undefined } }),
    ]);
    const caller = aCaller('Project Admin', { tenantUid: 'projects' });
    for (const filter of ['', '?projectUid=project-1', '?tenantUid=projects']) {
      const rows = parse((await query.get(caller, `/v1/audits/export${filter}`)).text, { columns: true });
      expect(rows).toEqual([expect.objectContaining({ uid: own })]);
    }
    for (const filter of ['projectUid=project-2', 'tenantUid=acme', 'projectUid=*']) {
      expect((await query.get(caller, `/v1/audits/export?${filter}`)).text).toBe(csvHeader());
    }
  });

  describe('over the wire', () => {
    jest.setTimeout(30_000);
    const tenant = aCaller('Tenant Admin', { tenantUid: 'large' });
    const rows = 20_000;

    beforeAll(async () => {
      const data = { tenantUid: 'large', actionMsg: 'x'.repeat(1_024) };
      for (let done = 0; done < rows; done += 2_000) {
        await writer.write(
          Array.from({ length: 2_000 }, (_, index) => anEvent({ time: Date.now() - done - index, data })),
        );
      }
    }, 60_000);

    const begin = (accept = 'text/csv') => query.begin(tenant, '/v1/audits/export', { accept });

    const running = () =>
      asAdministrator(database.name, async (client) => {
        const { rows: found } = await client.query<{ pid: number }>(
          `SELECT pid FROM pg_stat_activity WHERE datname = $1 AND usename = 'trailbook_query'
              AND (query LIKE 'COPY%' OR query LIKE 'FETCH%') AND state <> 'idle'`,
          [database.name],
        );
        return found.map(({ pid }) => pid);
      });

    it.each([
      ['text/csv', rows + 1],
      ['application/x-ndjson', rows],
    ])('as %s are complete', async (accept, expected) => {
      const response = await begin(accept);
      let lines = 0;
      for await (const chunk of response) for (const byte of chunk as Buffer) if (byte === 10) lines += 1;
      expect([response.complete, lines]).toEqual([true, expected]);
    });

    it.each(['text/csv', 'application/x-ndjson'])('as %s end in the database when the caller goes', async (accept) => {
      const response = await begin(accept);
      await once(response, 'readable');
      if (accept === 'text/csv') expect(await running()).toHaveLength(1);
      response.destroy();
      await waitFor('the statement to end', async () => (await running()).length === 0, { timeoutMs: 5_000 });
    });

    it('are an ordinary error when the database breaks off before the first byte', async () => {
      const cut = await queryUnderTest(database, `${topics.prefix}.nowhere`);
      const answer = cut.get(tenant, '/v1/audits/export');
      const [pid] = await waitFor('the statement to run', async () => {
        const found = await running();
        return found.length > 0 && found;
      });
      await asAdministrator(database.name, (client) => client.query('SELECT pg_terminate_backend($1)', [pid]));
      expect((await answer).status).toBe(503);
      expect((await cut.get(tenant, '/v1/audits?limit=1')).status).toBe(200);
      await cut.close();
    });

    it('are at most two at a time for one tenant', async () => {
      const responses = [await begin(), await begin()];
      expect((await begin()).statusCode).toBe(429);
      for (const response of responses) response.destroy();
      await waitFor('the statements to end', async () => (await running()).length === 0);
      const after = await begin();
      expect(after.statusCode).toBe(200);
      after.destroy();
    });

    it('break off, and never end well, when the database breaks off', async () => {
      const response = await begin();
      await once(response, 'readable');
      const [pid] = await running();
      await asAdministrator(database.name, (client) => client.query('SELECT pg_terminate_backend($1)', [pid]));
      const ended = (async () => {
        for await (const _chunk of response);
      })();
      await expect(ended).rejects.toThrow('aborted');
      expect(response.complete).toBe(false);
      const healthy = await withScope(pool, { tenantUid: 'large', projectUid: '*' }, (reader) =>
        findEntry(reader, '00000000-0000-7000-8000-000000000000'),
      );
      expect(healthy).toBeUndefined();
      expect((await query.get(tenant, '/v1/audits?limit=1')).status).toBe(200);
    });
  });
});
