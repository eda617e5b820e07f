import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { encodeBinary, entryUid, type OutgoingEvent } from '@trailbook/contract';
import { AuditProducer, connectKafka, ensureTopics, kafkaConfigFrom } from '@trailbook/messaging';
import {
  aCaller,
  anEvent,
  gatewayKeys,
  killHard,
  strictAws,
  testDatabase,
  testParts,
  testTopics,
  waitFor,
  type StrictAws,
  type TestDatabase,
} from '@trailbook/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { startIngest, type IngestProcess } from './testing/ingest-process';
import { trailSinkProcess, type TrailSinkProcess } from './testing/trail-sink-process';

const bootMs = 120_000;

describe('trail-sink as a process', () => {
  const topics = testTopics();
  const keys = gatewayKeys();
  const { kafka: brokers, aws: moto } = testParts();
  const kafka = connectKafka(kafkaConfigFrom({ KAFKA_BROKERS: brokers }), { clientId: 'spec' });
  const producer = new AuditProducer(kafka, { topic: topics.events });
  let database: TestDatabase;
  let aws: StrictAws;
  let ingest: IngestProcess;

  beforeAll(async () => {
    [database, aws] = await Promise.all([testDatabase(), strictAws()]);
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
  }, bootMs);

  afterAll(async () => {
    await ingest?.stop();
    await producer.close();
    await aws?.stop();
    await database?.drop();
  }, 60_000);

  const environment = (awsUrl: string, more: Record<string, string> = {}) => ({
    DATABASE_URL: database.url('trailbook_sink'),
    KAFKA_BROKERS: brokers,
    AUDIT_TOPIC: topics.events,
    CONSUMER_GROUP: topics.group('sink'),
    INTERNAL_PUBLIC_KEYS: JSON.stringify(keys.publicKeys),
    TRAIL_KEYS: `spec:${'A'.repeat(43)}=`,
    AWS_ENDPOINT_URL: awsUrl,
    ...more,
  });

  async function newTrail(service: TrailSinkProcess, tenantUid: string, credentials: object) {
    const path = `/v1/tenants/${tenantUid}/auditTrails`;
    const admin = aCaller('Tenant Admin', { tenantUid });
    const target = { group: tenantUid, region: 'us-east-1', stream: 'main', credentials };
    const made = await waitFor(
      'ingest to know the log',
      async () => {
        const answer = await fetch(service.url + path, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            ...keys.headers(admin, { audience: 'trail-sink', method: 'POST', url: path }),
          },
          body: JSON.stringify({ metadata: { name: 'main' }, spec: { type: 'cloudwatch', cloudWatch: target } }),
        });
        if (answer.status !== 201) throw new Error(await answer.text());
        return true;
      },
      { timeoutMs: 60_000 },
    );
    expect(made).toBe(true);
  }

  it(
    'has an event in a new trail’s stream within ten seconds',
    async () => {
      const service = await trailSinkProcess(environment(moto.url));
      const { accessKeyId, secretAccessKey, region } = moto;
      const reader = new CloudWatchLogsClient({
        endpoint: moto.url,
        region,
        credentials: { accessKeyId, secretAccessKey },
      });
      try {
        await newTrail(service, 'swift', { accessKey: accessKeyId, secretKey: secretAccessKey });
        const event = anEvent({ data: { tenantUid: 'swift' } });
        await producer.publish([encodeBinary(event)]);
        const read = new GetLogEventsCommand({ logGroupName: 'swift', logStreamName: 'main' });
        const message = await waitFor(
          'the event',
          async () =>
            (await reader.send(read)).events?.find(({ message }) => message?.includes('Updated the cluster profile'))
              ?.message,
          { timeoutMs: 10_000 },
        );
        const uid = entryUid('swift', event.source, event.id);
        expect(message).toMatch(new RegExp(`^{"uid":"${uid}","time":"`));
        expect(JSON.parse(message)).toMatchObject({ ...event.data, uid, source: event.source });
      } finally {
        expect(await service.stop()).toBe(0);
        reader.destroy();
      }
    },
    bootMs,
  );

  it('misses nothing when either of two instances is killed at ten random moments under load', async () => {
    await aws.putKey('AKIASTORM', 'stormy');
    const env = environment(aws.url, { DELIVERY_LINGER_MS: '300', CONSUMER_GROUP: topics.group('storm') });
    const services = await Promise.all([trailSinkProcess(env), trailSinkProcess(env)]);
    await newTrail(services[0], 'storm', { accessKey: 'AKIASTORM', secretKey: 'stormy' });
    const sent: string[] = [];
    let loading = true;
    const load = (async () => {
      while (loading) {
        const events: OutgoingEvent[] = Array.from({ length: 50 }, () => anEvent({ data: { tenantUid: 'storm' } }));
        // Without a key of its own each record goes to any partition: order isn't asked for here.
        await producer.publish(events.map((event) => ({ ...encodeBinary(event), key: null })));
        sent.push(...events.map(({ source, id }) => entryUid('storm', source, id)));
        await sleep(100);
      }
    })();
    for (let kill = 0; kill < 10; kill += 1) {
      // Long enough, now and then, for the group to share the partitions anew: it misses a dead member for ten seconds.
      await sleep(Math.random() * (kill % 3 === 0 ? 12_000 : 2_000));
      const place = kill % 2;
      await killHard(services[place]!.pid);
      services[place] = await trailSinkProcess(env);
    }
    loading = false;
    await load;
    const received = await waitFor(
      `all of ${sent.length} entries`,
      async () => {
        const messages = (await aws.events('storm', 'main')).map(
          ({ message }) => JSON.parse(message) as { uid: string },
        );
        const uids = messages.map(({ uid }) => uid);
        const there = new Set(uids);
        const missing = sent.filter((uid) => !there.has(uid));
        if (missing.length > 0) throw new Error(`${missing.length} are missing`);
        return uids;
      },
      { timeoutMs: 90_000, everyMs: 500 },
    );
    expect(sent.length).toBeGreaterThan(500);
    expect(received.length - new Set(received).size).toBeLessThan(sent.length / 2);
    expect(await Promise.all(services.map((service) => service.stop()))).toEqual([0, 0]);
  }, 300_000);

  it.each([
    ['no key', { TRAIL_KEYS: '' }, 'TRAIL_KEYS is required'],
    ['a key that is none', { TRAIL_KEYS: 'a:b' }, 'TRAIL_KEYS must be kid:base64(32 bytes)'],
    ['no Kafka', { KAFKA_BROKERS: '127.0.0.1:1' }, "Kafka at 127.0.0.1:1 can't be reached"],
    ['no database', { DATABASE_URL: 'postgres://a:b@127.0.0.1:1/c' }, '127.0.0.1:1'],
  ])(
    'does not start with %s, and says why in one sentence',
    async (_, wrong, sentence) => {
      const started = trailSinkProcess({ ...environment(moto.url), ...wrong });
      await expect(started).rejects.toThrow(sentence);
      const complaint = await started.then(
        () => '',
        (error: Error) => error.message,
      );
      expect(complaint.trim().split('\n')).toHaveLength(1);
    },
    60_000,
  );
});
