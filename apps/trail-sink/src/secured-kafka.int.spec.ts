import { aCaller, testParts } from '@trailbook/testing';
import { DeliveryUnderTest } from './testing/delivery.fixture';

describe('a Kafka with TLS and logins', () => {
  const delivery = new DeliveryUnderTest();
  const { brokers, certificate, username, password } = testParts().securedKafka;
  const secured = (mechanism: string) => ({
    ...{ KAFKA_BROKERS: brokers, KAFKA_SSL: 'true', NODE_EXTRA_CA_CERTS: certificate },
    ...{ KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password },
  });

  beforeAll(() => delivery.startParts(), 60_000);
  afterAll(() => delivery.stop(), 60_000);

  it('is read by ingest, which logs in by PLAIN, and by trail-sink, by SCRAM-SHA-512', async () => {
    delivery.startIngest(secured('plain'));
    const service = await delivery.startProcess(secured('scram-sha-512'));
    const trail = await delivery.newTrail();
    // More than one answer of a fetch, and than one record of TLS.
    const uids = await trail.publish(2_000, { contentMsg: 'x'.repeat(2_000) });
    await trail.arrived(uids.length, 60_000);
    expect(new Set(await trail.received())).toEqual(new Set(uids));
    expect(await service.stop()).toBe(0);
  }, 120_000);

  it('is logged in one sentence that says what to do, where anything of that is missing or wrong, and trails are served', async () => {
    const wrong: [Record<string, string>, string][] = [
      [
        { NODE_EXTRA_CA_CERTS: '' },
        'its certificate is not trusted (DEPTH_ZERO_SELF_SIGNED_CERT): name the file of its authority in NODE_EXTRA_CA_CERTS',
      ],
      [
        { KAFKA_SASL_PASSWORD: 'wrong' },
        'SASL SCRAM SHA512 authentication failed: Authentication failed during authentication due to invalid credentials ' +
          'with SASL mechanism SCRAM-SHA-512: check KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD',
      ],
      [{ KAFKA_SSL: 'false' }, 'Connection error: this port speaks TLS, set KAFKA_SSL=true'],
    ];
    const services = await Promise.all(
      wrong.map(([env]) => delivery.startProcess({ ...secured('scram-sha-512'), ...env })),
    );
    const said = services.map(async (service) => {
      const sentence = await service.says("can't be reached");
      const ready = await fetch(`${service.address}/readyz`);
      const trails = await service.send('GET', aCaller('Tenant Admin'), '/v1/tenants/acme/auditTrails');
      return [sentence, ready.status, await ready.json(), trails.status];
    });
    const checks = { database: 'up', outbox: 'up', kafka: 'down', delivery: 'up', ingest: 'up' };
    expect(await Promise.all(said)).toEqual(
      wrong.map(([, reason]) => [
        `Kafka at ${brokers} can't be reached: ${reason}. What needs it waits.`,
        200,
        { status: 'ok', checks },
        200,
      ]),
    );
    await Promise.all(services.map((service) => service.stop()));
  }, 60_000);
});
