import { aCaller, anEvent, storeWriter, testDatabase } from '@trailbook/testing';
import type { FormerAttributes, StoreWriter, TestDatabase } from '@trailbook/testing';
import { queryUnderTest, type QueryUnderTest } from '../testing/query.fixture';

describe('entries', () => {
  let database: TestDatabase;
  let writer: StoreWriter;
  let query: QueryUnderTest;
  const admin = aCaller('Tenant Admin');

  beforeAll(async () => {
    database = await testDatabase();
    writer = await storeWriter(database);
    query = await queryUnderTest(database);
  }, 60_000);

  afterAll(async () => {
    await query?.close();
    await writer?.close();
    await database?.drop();
  });

  it.each<[string, FormerAttributes]>([
    ['extensions', { extras: { a: 'x'.repeat(4_000), b: '€'.repeat(4_000), c: 'x'.repeat(9_000), d: 'short' } }],
    ['many extensions', { extras: Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`x${n}`, ''])) }],
    ['a subject', { subject: `a/${'€'.repeat(9_000)}` }],
  ])('come with their event where %s of former times are too large for a head', async (_what, attributes) => {
    const [uid] = await writer.write([anEvent()], 'binary', attributes);
    const { status, headers } = await query.get(admin, `/v1/audits/${uid}/event`);
    expect(status).toBe(200);
    const shown = Object.keys(headers).filter((name) => name.startsWith('ce-')).length;
    expect(JSON.stringify(headers).length).toBeLessThan(12_000);
    const { body } = await query.get(admin, `/v1/audits/${uid}/event?form=parts`);
    const { attributes: all } = body as unknown as { attributes: Record<string, string> };
    expect(all).toMatchObject(attributes.extras ?? attributes);
    expect(shown + Number(headers['trailbook-attributes-left-out'])).toBe(Object.keys(all).length);
  });

  it('come with the bytes of their event, unchanged', async () => {
    const event = anEvent({
      subject: 'clusterprofile/ü%',
      traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
      extras: { zone: 'a"b' },
    });
    const [uid] = await writer.write([event]);
    const { text, headers } = await query.get(admin, `/v1/audits/${uid}/event`);
    expect(text).toBe(JSON.stringify(event.data));
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'ce-id': event.id,
      'ce-source': '/services/clusters',
      'ce-subject': 'clusterprofile/%C3%BC%25',
      'ce-zone': 'a%22b',
      'ce-traceparent': event.traceparent,
      'trailbook-content-mode': 'binary',
      'trailbook-kafka-topic': 'audit.events',
      'trailbook-kafka-cluster': 'test-cluster',
      'trailbook-kafka-partition': '0',
      'trailbook-kafka-offset': expect.stringMatching(/^\d+$/),
      'trailbook-received-at': expect.stringMatching(/Z$/),
    });
    const parts = await query.get(admin, `/v1/audits/${uid}/event?form=parts`);
    const { valueBase64, ...rest } = parts.body as unknown as { valueBase64: string };
    expect(Buffer.from(valueBase64, 'base64').toString()).toBe(text);
    expect(rest).toMatchObject({
      contentMode: 'binary',
      attributes: { specversion: '1.0', id: event.id, subject: event.subject, zone: 'a"b' },
      kafka: {
        cluster: 'test-cluster',
        topic: 'audit.events',
        partition: 0,
        offset: headers['trailbook-kafka-offset'],
      },
    });
    expect((await query.get(admin, `/v1/audits/${uid}/event?form=xml`)).status).toBe(400);
    const [structured] = await writer.write([anEvent({ id: 'own id' })], 'structured');
    const answer = await query.get(admin, `/v1/audits/${structured}/event`);
    expect(answer.body).toMatchObject({ specversion: '1.0', id: 'own id' });
    expect(answer.headers['ce-id']).toBeUndefined();
  });
});
