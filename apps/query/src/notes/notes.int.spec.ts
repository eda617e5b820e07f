import { auditTopics, connectKafka, ensureTopics } from '@trailbook/messaging';
import {
  aCaller,
  anEvent,
  storeWriter,
  testDatabase,
  testParts,
  testTopics,
  topicEnd,
  type StoreWriter,
  type TestDatabase,
} from '@trailbook/testing';
import { uuidv7 } from 'uuidv7';
import { queryUnderTest, type QueryUnderTest } from '../testing/query.fixture';

describe('putting a note on an entry', () => {
  const topics = testTopics();
  let database: TestDatabase;
  let writer: StoreWriter;
  let query: QueryUnderTest;
  let uid: string;

  beforeAll(async () => {
    database = await testDatabase();
    writer = await storeWriter(database);
    const kafka = connectKafka({ brokers: [testParts().kafka], ssl: false }, { clientId: 'spec' });
    await ensureTopics(kafka, auditTopics({ events: topics.events, rejected: topics.rejected, partitions: 1 }));
    query = await queryUnderTest(database, topics.events);
    uid = (await writer.write([anEvent()]))[0]!;
  }, 60_000);

  afterAll(async () => {
    await query?.close();
    await writer?.close();
    await database?.drop();
  });

  const published = async () => Number(await topicEnd(testParts().kafka, topics.events));

  it('is answered when Kafka has it', async () => {
    const before = await published();
    const body = { userMsg: 'what changed', metadata: { uid: 'ignored' }, spec: 1 };
    const { status, text } = await query.patch(aCaller(), `/v1/audits/${uid}/userMsg`, body);
    expect([status, text]).toEqual([204, '']);
    expect(await published()).toBe(before + 1);
  });

  it('is for those who may, and for whoever did what the entry tells', async () => {
    const url = `/v1/audits/${uid}/userMsg`;
    const body = { userMsg: 'what changed' };
    const before = await published();
    const statuses = await Promise.all(
      [
        aCaller('Project Editor'),
        aCaller('Project Viewer'), // the actor himself
        aCaller('Project Viewer', { userUid: 'somebody-else' }),
        aCaller('Tenant Viewer', { userUid: 'somebody-else' }),
        aCaller('Project Admin', { projectUid: 'project-2' }),
        aCaller('Tenant Admin', { tenantUid: 'other' }),
        aCaller('Tenant Admin', { permissions: [] }),
      ].map(async (caller) => (await query.patch(caller, url, body)).status),
    );
    expect(statuses).toEqual([204, 204, 403, 403, 404, 404, 403]);
    expect(await published()).toBe(before + 2);
  });

  it('is refused without a trace where the note is no note, or the entry none', async () => {
    const before = await published();
    const wrong = [
      '',
      '{',
      '[]',
      '"abc"',
      '7',
      '{}',
      { userMsg: 'ab' },
      { userMsg: 'x'.repeat(256) },
      { userMsg: 123 },
    ];
    for (const body of wrong) {
      const answer = await query.patch(aCaller(), `/v1/audits/${uid}/userMsg`, body);
      expect([answer.status, answer.body.code]).toEqual([400, 'InvalidRequest']);
    }
    for (const unknown of [uuidv7(), 'x', "';--"]) {
      const url = `/v1/audits/${encodeURIComponent(unknown)}/userMsg`;
      expect((await query.patch(aCaller(), url, { userMsg: 'abc' })).status).toBe(404);
    }
    expect(await published()).toBe(before);
  });

  it('is 503 where Kafka does not take it', async () => {
    const cut = await queryUnderTest(database, `${topics.prefix}.nowhere`);
    const { status, body } = await cut.patch(aCaller(), `/v1/audits/${uid}/userMsg`, { userMsg: 'lost' });
    expect([status, body.code]).toEqual([503, 'ServiceUnavailable']);
    await cut.close();
  }, 15_000);
});
