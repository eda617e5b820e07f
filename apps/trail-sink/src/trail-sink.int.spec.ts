import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { encodeBinary, entryUid, type OutgoingEvent } from '@trailbook/contract';
import { anEvent, killHard, testParts, waitFor } from '@trailbook/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeliveryUnderTest } from './testing/delivery.fixture';
import { trailUnderTest } from './testing/trail.fixture';

const bootMs = 120_000;

describe('trail-sink as a process', () => {
  const delivery = new DeliveryUnderTest({});
  const { aws: moto } = testParts();

  beforeAll(async () => {
    await delivery.startParts();
    delivery.startIngest();
  }, bootMs);
  afterAll(() => delivery.stop(), 60_000);

  it(
    'has an event in a new trail’s stream within ten seconds',
    async () => {
      const service = await delivery.startProcess({ AWS_ENDPOINT_URL: moto.url });
      const { accessKeyId, secretAccessKey, region } = moto;
      const reader = new CloudWatchLogsClient({
        endpoint: moto.url,
        region,
        credentials: { accessKeyId, secretAccessKey },
      });
      try {
        const credentials = { accessKey: accessKeyId, secretKey: secretAccessKey };
        await trailUnderTest(delivery, { tenantUid: 'swift', group: 'swift', stream: 'main', credentials });
        const event = anEvent({ data: { tenantUid: 'swift' } });
        await delivery.producer.publish([encodeBinary(event)]);
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
    const env = { DELIVERY_LINGER_MS: '300', CONSUMER_GROUP: delivery.topics.group('storm') };
    const services = await Promise.all([delivery.startProcess(env), delivery.startProcess(env)]);
    const trail = await delivery.newTrail('storm');
    const sent: string[] = [];
    let loading = true;
    const load = (async () => {
      while (loading) {
        const events: OutgoingEvent[] = Array.from({ length: 50 }, () => anEvent({ data: { tenantUid: 'storm' } }));
        // Without a key of its own each record goes to any partition: order isn't asked for here.
        await delivery.producer.publish(events.map((event) => ({ ...encodeBinary(event), key: null })));
        sent.push(...events.map(({ source, id }) => entryUid('storm', source, id)));
        await sleep(100);
      }
    })();
    for (let kill = 0; kill < 10; kill += 1) {
      // Long enough, now and then, for the group to share the partitions anew: it misses a dead member for ten seconds.
      await sleep(Math.random() * (kill % 3 === 0 ? 12_000 : 2_000));
      const place = kill % 2;
      await killHard(services[place]!.pid);
      services[place] = await delivery.startProcess(env);
    }
    loading = false;
    await load;
    const received = await waitFor(
      `all of ${sent.length} entries`,
      async () => {
        const uids = await trail.received();
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
    ['no database', { DATABASE_URL: 'postgres://a:b@127.0.0.1:1/c' }, '127.0.0.1:1'],
  ])(
    'does not start with %s, and says why in one sentence',
    async (_, wrong, sentence) => {
      const started = delivery.startProcess(wrong);
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
