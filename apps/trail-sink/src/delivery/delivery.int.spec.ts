import { encodeBinary, entryUid, schemaProblem } from '@trailbook/contract';
import { AuditProducer, connectKafka, ensureTopics, kafkaConfigFrom } from '@trailbook/messaging';
import {
  aCaller,
  anEvent,
  aNote,
  asAdministrator,
  gatewayKeys,
  HecStandIn,
  strictAws,
  testDatabase,
  testParts,
  testTopics,
  waitFor,
  type StrictAws,
  type TestDatabase,
} from '@trailbook/testing';
import { startIngest, type IngestProcess } from '../testing/ingest-process';
import { trailSinkUnderTest, type TrailSinkUnderTest } from '../testing/trail-sink-under-test';

const key = { accessKey: 'AKIASPEC', secretKey: 'v3ry+s3cret/key' };

const same = { missing: [], unexpected: [] };
function difference(received: readonly string[], sent: readonly string[]) {
  const [there, wanted] = [new Set(received), new Set(sent)];
  return {
    missing: sent.filter((uid) => !there.has(uid)).slice(0, 3),
    unexpected: received.filter((uid) => !wanted.has(uid)).slice(0, 3),
  };
}

describe('delivery', () => {
  const topics = testTopics();
  const keys = gatewayKeys();
  const brokers = testParts().kafka;
  const kafka = connectKafka(kafkaConfigFrom({ KAFKA_BROKERS: brokers }), { clientId: 'spec' });
  const producer = new AuditProducer(kafka, { topic: topics.events });
  let database: TestDatabase;
  let aws: StrictAws;
  let ingest: IngestProcess;
  let service: TrailSinkUnderTest;
  const collector = new HecStandIn();
  let tenants = 0;

  const startService = () =>
    trailSinkUnderTest(
      {
        databaseUrl: database.url('trailbook_sink'),
        brokers,
        topic: topics.events,
        group: topics.group('sink'),
        publicKeys: keys.publicKeys,
        identity: (caller, request) => keys.headers(caller, request),
      },
      {
        DELIVERY_LINGER_MS: '200',
        SINK_ALLOWED_ADDRESSES: '127.0.0.1',
        LOG_LEVEL: 'error',
        TRAIL_KEYS: `spec:${'A'.repeat(43)}=`,
      },
    );

  beforeAll(async () => {
    [database, aws] = await Promise.all([testDatabase(), strictAws()]);
    process.env.AWS_ENDPOINT_URL = aws.url;
    const topic = { partitions: 3, replication: 1, config: {} };
    await ensureTopics(kafka, [
      { name: topics.events, ...topic },
      { name: topics.rejected, ...topic },
    ]);
    ingest = startIngest({
      KAFKA_BROKERS: brokers,
      AUDIT_TOPIC: topics.events,
      AUDIT_REJECTED_TOPIC: topics.rejected,
      CONSUMER_GROUP: topics.group('ingest'),
      DATABASE_URL: database.url('trailbook_ingest'),
      PARTITIONS_DATABASE_URL: database.url('trailbook_partitions'),
    });
    service = await startService();
  }, 120_000);

  afterAll(async () => {
    await service?.close();
    await ingest?.stop();
    await producer.close();
    await Promise.all([aws?.stop(), collector.stop()]);
    await database?.drop();
  }, 60_000);

  async function newTrail(tenantUid = `tenant-${(tenants += 1)}`, stream = 'main') {
    const admin = aCaller('Tenant Admin', { tenantUid });
    const credentials = { accessKey: `AKIA${tenantUid}`, secretKey: key.secretKey };
    await aws.putKey(credentials.accessKey, credentials.secretKey);
    const url = `/v1/tenants/${tenantUid}/auditTrails`;
    const spec = {
      type: 'cloudwatch',
      cloudWatch: { group: `audit/${tenantUid}`, region: 'us-east-1', stream, credentials },
    };
    const made = await waitFor(
      'ingest to know the log',
      async () => {
        const answer = await service.send('POST', admin, url, { metadata: { name: stream }, spec });
        if (answer.status === 503) throw new Error(answer.text);
        if (answer.status !== 201) throw new Error(answer.text);
        return answer.body as { uid: string };
      },
      { timeoutMs: 60_000 },
    );
    const trail = `${url}/${made.uid}`;
    const group = `audit/${tenantUid}`;
    return {
      tenantUid,
      accessKey: credentials.accessKey,
      group,
      async publish(count: number, data = {}) {
        const events = Array.from({ length: count }, () => anEvent({ data: { tenantUid, ...data } }));
        await producer.publish(events.map((event) => encodeBinary(event)));
        return events.map(({ source, id }) => entryUid(tenantUid, source, id));
      },
      /** uids of what is in the stream, in their order. */
      async received(): Promise<string[]> {
        const events = await aws.events(group, stream).catch(() => []);
        return events
          .map(({ message }) => JSON.parse(message) as { uid: string; actionMsg?: string })
          .filter(({ actionMsg }) => !/Audit trail/.test(actionMsg ?? ''))
          .map(({ uid }) => uid);
      },
      status: async () => (await service.send('GET', admin, `${trail}/status`)).body.status as Record<string, unknown>,
      send: (method: 'POST' | 'DELETE' | 'PUT', action: string, body?: unknown) =>
        service.send(method, admin, `${trail}${action}`, body),
    };
  }
  const arrived = (trail: Awaited<ReturnType<typeof newTrail>>, count: number, timeoutMs = 20_000) =>
    waitFor(`${count} entries in the stream`, async () => (await trail.received()).length >= count, { timeoutMs });

  it('brings what happens after the trail was made, and nothing from before', async () => {
    const before = await newTrail();
    await before.publish(5);
    await arrived(before, 5);
    const trail = await newTrail(before.tenantUid, 'second');
    const uids = await trail.publish(20);
    await arrived(trail, 20);
    expect(difference(await trail.received(), uids)).toEqual(same);
    expect(await trail.received()).toHaveLength(20);
    await arrived(before, 25);
    expect(await trail.status()).toMatchObject({
      state: 'active',
      pending: 0,
      failures: 0,
      delivered: expect.any(Number),
    });
  }, 90_000);

  it('brings each entry once, however often a producer sends it, and notes too', async () => {
    const trail = await newTrail();
    const event = anEvent({ data: { tenantUid: trail.tenantUid } });
    const note = aNote('0190f7a4-9d1c-7abc-8def-0123456789ab', 'a note', trail.tenantUid);
    const wrong = anEvent({ data: { tenantUid: trail.tenantUid, actionType: 'nonsense' as 'create' } });
    await producer.publish([event, event, note, wrong, event].map((one) => encodeBinary(one)));
    const [last] = await trail.publish(1);
    await waitFor('the last one', async () => (await trail.received()).includes(last ?? ''), { timeoutMs: 20_000 });
    const received = await trail.received();
    expect(received).toHaveLength(3);
    expect(received).not.toContain(entryUid(trail.tenantUid, wrong.source, wrong.id));
  }, 60_000);

  it('parks a trail that is refused, keeps others going, and misses nothing once it is let in again', async () => {
    const [broken, sound] = [await newTrail(), await newTrail()];
    const first = await broken.publish(10);
    await arrived(broken, 10);
    await aws.disable(broken.accessKey);
    const missed = await broken.publish(1_200);
    await waitFor('the trail to be parked', async () => (await broken.status()).state === 'parked', {
      timeoutMs: 20_000,
    });
    expect(await broken.status()).toMatchObject({ lastError: { code: 'UnrecognizedClientException' }, failures: 1 });
    const others = await sound.publish(50);
    await arrived(sound, 50);
    expect(difference(await sound.received(), others)).toEqual(same);
    await aws.enable(broken.accessKey);
    expect(await broken.send('POST', '/resume')).toMatchObject({ status: 204 });
    const last = await broken.publish(10);
    await arrived(broken, 1_220, 40_000);
    expect(difference(await broken.received(), [...first, ...missed, ...last])).toEqual(same);
    expect(await broken.received()).toHaveLength(1_220);
    await waitFor('the trail to follow the log', async () => !(await broken.status()).catchingUp);
    expect(await broken.status()).toMatchObject({ state: 'active', failures: 0 });
  }, 120_000);

  it('delivers what came while it was paused, after that', async () => {
    const trail = await newTrail();
    await trail.send('POST', '/pause');
    // Whoever delivers notices within a second; what came before that may still be sent.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const uids = await trail.publish(30);
    await trail.publish(0);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await trail.received()).toEqual([]);
    expect(await trail.status()).toMatchObject({ state: 'paused' });
    await trail.send('POST', '/resume');
    await arrived(trail, 30);
    expect(difference(await trail.received(), uids)).toEqual(same);
  }, 60_000);

  it('goes on where it was after a restart', async () => {
    const trail = await newTrail();
    const before = await trail.publish(40);
    await arrived(trail, 40);
    const late = trail.publish(40);
    await service.close();
    const during = await trail.publish(40);
    service = await startService();
    const after = await trail.publish(40);
    await arrived(trail, 160);
    const received = await trail.received();
    expect(difference(received, [...before, ...(await late), ...during, ...after])).toEqual(same);
    expect(received).toHaveLength(160);
  }, 90_000);

  it('makes group and stream again when somebody deletes them', async () => {
    const trail = await newTrail();
    await trail.publish(3);
    await arrived(trail, 3);
    await aws.deleteGroup(trail.group);
    const uids = await trail.publish(5);
    await arrived(trail, 5);
    expect(difference(await trail.received(), uids)).toEqual(same);
  }, 60_000);

  it('catches up 100,000 events while one tenant’s endpoint hangs, and another’s events are there within 6 s each', async () => {
    const [silent, away, sound] = [await newTrail(), await newTrail(), await newTrail()];
    await aws.fault({ kind: 'hang', accessKeyId: silent.accessKey });
    const unheard = await silent.publish(500, { contentMsg: 'x'.repeat(20_000) });
    await aws.disable(away.accessKey);
    const missed = await away.publish(1);
    await waitFor('the trail to be parked', async () => (await away.status()).state === 'parked', {
      timeoutMs: 20_000,
    });
    for (let part = 0; part < 10; part += 1) missed.push(...(await away.publish(10_000)));
    // The log has been read up to here: what follows is no matter of how much that was.
    await sound.publish(1);
    await arrived(sound, 1, 60_000);
    await aws.enable(away.accessKey);
    expect(await away.send('POST', '/resume')).toMatchObject({ status: 204 });
    let sent = 1;
    while ((await aws.count(away.group, 'main')) < missed.length) {
      await sound.publish(1);
      await arrived(sound, (sent += 1), 6_000);
    }
    expect(sent).toBeGreaterThan(1);
    // The stream also has what is told of the trail itself, so the last ones may still be on their way.
    const isComplete = async () => difference(await away.received(), missed).missing.length === 0;
    await waitFor('the last of them', isComplete, { timeoutMs: 30_000, everyMs: 1_000 });
    // All of this lay in the time of the silence, which ends now.
    expect(await silent.received()).toEqual([]);
    await aws.clearFaults();
    await arrived(silent, unheard.length, 90_000);
    expect(difference(await silent.received(), unheard)).toEqual(same);
  }, 300_000);

  it('sends once more, with the send time, what CloudWatch rejects', async () => {
    const trail = await newTrail();
    await aws.fault({ kind: 'reject', accessKeyId: trail.accessKey, times: 1 });
    const uids = await trail.publish(5);
    await arrived(trail, 5);
    expect(difference(await trail.received(), uids)).toEqual(same);
    await waitFor('the count', async () => Number((await trail.status()).resent) > 0);
  }, 60_000);

  it('delivers to Splunk in the same way, and keeps the token to itself', async () => {
    const address = await collector.start();
    const token = 'a-splunk-token';
    collector.putToken(token);
    const tenantUid = `tenant-${(tenants += 1)}`;
    const admin = aCaller('Tenant Admin', { tenantUid });
    const url = `/v1/tenants/${tenantUid}/auditTrails`;
    const bodyOf = (splunk: object) => ({ metadata: { name: 'splunk' }, spec: { type: 'splunk', splunk } });
    for (const [wrong, step, code] of [
      [{ url: address, token: 'another' }, 'token', 'HEC-4'],
      [{ url: 'http://169.254.169.254', token }, 'collector', 'AddressNotAllowed'],
      [{ url: 'https://[::ffff:10.0.0.1]:8088', token }, 'collector', 'AddressNotAllowed'],
    ] as const) {
      const refused = await service.send('POST', admin, url, bodyOf(wrong));
      expect(refused).toMatchObject({ status: 422, body: { details: { step, code } } });
    }
    expect((await service.send('GET', admin, url)).body.items).toEqual([]);
    const made = await service.send('POST', admin, url, bodyOf({ url: address, token }));
    expect(made.status).toBe(201);
    const trail = `${url}/${made.body.uid}`;
    const read = await service.send('GET', admin, trail);
    expect(read.text).not.toContain(token);
    expect(schemaProblem('Trail', read.body)).toBeUndefined();
    expect(await service.send('PUT', admin, trail, read.body)).toMatchObject({ status: 204 });
    const elsewhere = bodyOf({ ...(read.body.spec.splunk as object), url: 'http://127.0.0.1:9' });
    expect(await service.send('PUT', admin, trail, elsewhere)).toMatchObject({ status: 400 });
    const events = Array.from({ length: 20 }, () => anEvent({ data: { tenantUid } }));
    collector.script('busy', 'accept-then-error');
    await producer.publish(events.map((event) => encodeBinary(event)));
    const wanted = events.map(({ source, id }) => entryUid(tenantUid, source, id));
    await waitFor('all entries', () => {
      const uids = collector.events(token).map(({ text }) => (JSON.parse(text) as { uid: string }).uid);
      return difference(uids, wanted).missing.length === 0;
    });
  }, 60_000);

  it('goes on delivering, and takes a partition again, when somebody took it over who had no right to it', async () => {
    const trail = await newTrail();
    await trail.publish(3);
    await arrived(trail, 3);
    await asAdministrator(database.name, async (admin) => {
      await admin.query('UPDATE trails.partition_term SET term = term + 1');
      const position = async () => {
        const { rows } = await admin.query<{ sum: string }>('SELECT sum(next_offset) FROM trails.log_position');
        return Number(rows[0]?.sum);
      };
      const before = await position();
      const uids = await trail.publish(30);
      await arrived(trail, 33);
      expect(difference(await trail.received(), uids).missing).toEqual([]);
      const written = async () => (await position()) >= before + 30;
      await waitFor('the positions of the log to be written down again', written, { timeoutMs: 40_000 });
    });
    const after = await trail.publish(10);
    await arrived(trail, 43);
    expect(difference(await trail.received(), after).missing).toEqual([]);
  }, 90_000);

  it('ends with the trail, and leaves the tenant’s stream alone', async () => {
    const trail = await newTrail();
    await trail.publish(3);
    await arrived(trail, 3);
    expect(await trail.send('DELETE', '')).toMatchObject({ status: 204 });
    await trail.publish(3);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await trail.received()).toHaveLength(3);
  }, 60_000);
});
