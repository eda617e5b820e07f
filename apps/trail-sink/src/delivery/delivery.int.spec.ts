import { encodeBinary, entryUid, schemaProblem } from '@trailbook/contract';
import { anEvent, aNote, asAdministrator, HecStandIn, ownSigner, waitFor } from '@trailbook/testing';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { register } from 'prom-client';
import { DeliveryUnderTest } from '../testing/delivery.fixture';

const partitions = [0, 1, 2];
const uuid7 = () => `0190f7a4-9d1c-7abc-8def-${randomUUID().slice(24)}`;

async function metricValue(name: string): Promise<number> {
  const metric = await register.getSingleMetric(name)?.get();
  return metric?.values[0]?.value ?? NaN;
}

const same = { missing: [], unexpected: [] };
function difference(received: readonly string[], sent: readonly string[]) {
  const [there, wanted] = [new Set(received), new Set(sent)];
  return {
    missing: sent.filter((uid) => !there.has(uid)).slice(0, 3),
    unexpected: received.filter((uid) => !wanted.has(uid)).slice(0, 3),
  };
}

describe('delivery', () => {
  const delivery = new DeliveryUnderTest({ DELIVERY_LINGER_MS: '200', SINK_ALLOWED_ADDRESSES: '127.0.0.1' });
  const collector = new HecStandIn();

  beforeAll(async () => {
    await delivery.start();
    delivery.startIngest();
  }, 120_000);

  afterAll(async () => {
    await delivery.stop();
    await collector.stop();
  }, 60_000);

  it('brings what happens after the trail was made, and nothing from before', async () => {
    const before = await delivery.newTrail();
    await before.publish(5);
    await before.arrived(5);
    const trail = await delivery.newTrail(before.tenantUid, 'second');
    const uids = await trail.publish(20);
    await trail.arrived(20);
    expect(difference(await trail.received(), uids)).toEqual(same);
    expect(await trail.received()).toHaveLength(20);
    await before.arrived(25);
    await waitFor('it to be written down', async () => (await trail.status()).pending === 0);
    expect(await trail.status()).toMatchObject({
      state: 'active',
      pending: 0,
      failures: 0,
      delivered: expect.any(Number),
    });
  }, 90_000);

  it('brings each entry once, however often a producer sends it, and notes too', async () => {
    const trail = await delivery.newTrail();
    const event = anEvent({ data: { tenantUid: trail.tenantUid } });
    const note = aNote('0190f7a4-9d1c-7abc-8def-0123456789ab', 'a note', trail.tenantUid);
    const wrong = anEvent({ data: { tenantUid: trail.tenantUid, actionType: 'nonsense' as 'create' } });
    await delivery.producer.publish([event, event, note, wrong, event].map((one) => encodeBinary(one)));
    const [last] = await trail.publish(1);
    await waitFor('the last one', async () => (await trail.received()).includes(last ?? ''), { timeoutMs: 20_000 });
    const received = await trail.received();
    expect(received).toHaveLength(3);
    expect(received).not.toContain(entryUid(trail.tenantUid, wrong.source, wrong.id));
  }, 60_000);

  it('brings what the log holds, whoever else claims it later, and nothing again after a restart', async () => {
    const trail = await delivery.newTrail();
    const { tenantUid } = trail;
    const firsts = Array.from({ length: 3 }, () => anEvent({ id: uuid7(), data: { tenantUid, actionMsg: 'first' } }));
    await delivery.producer.publish(firsts.map((event) => encodeBinary(event)));
    await trail.arrived(3);
    // Whatever it remembered is gone, as after a crash.
    await delivery.service.close();
    await delivery.startService();
    const claims = firsts.map((event) => ({ ...event, source: '/services/other' }));
    const everywhere = [...claims, ...firsts].flatMap((event) =>
      partitions.map((partition) => ({ ...encodeBinary(event), partition })),
    );
    await delivery.producer.publish(everywhere);
    const last = partitions.map((partition) => ({ ...encodeBinary(anEvent({ data: { tenantUid } })), partition }));
    await delivery.producer.publish(last);
    await trail.arrived(6);
    const received = await trail.messages();
    expect(received).toHaveLength(6);
    expect(received.filter((message) => message.includes('/services/other'))).toEqual([]);
    expect(received.filter((message) => message.includes('"first"'))).toHaveLength(3);
  }, 60_000);

  it('waits for ingest, and says so', async () => {
    const trail = await delivery.newTrail();
    await trail.publish(1);
    await trail.arrived(1);
    await delivery.stopIngest();
    const uids = await trail.publish(5);
    const waits = () => metricValue('trailbook_trail_sink_waiting_for_store_seconds');
    await waitFor('the wait to be seen', async () => (await waits()) > 1);
    expect(await trail.received()).toHaveLength(1);
    delivery.startIngest();
    await trail.arrived(6, 60_000);
    expect(difference(await trail.received(), uids).missing).toEqual([]);
    await waitFor('the end of the wait', async () => (await waits()) === 0);
  }, 120_000);

  it('says of each entry how far its source is known, and brings nothing in the name of another', async () => {
    const trail = await delivery.newTrail();
    const { tenantUid } = trail;
    const { signer, source } = ownSigner('cluster-profiles');
    const [own, other] = [anEvent({ source, data: { tenantUid } }), anEvent({ data: { tenantUid } })];
    const forged = anEvent({ source, data: { tenantUid } });
    const records = [encodeBinary(own, signer), encodeBinary(forged), encodeBinary(forged, ownSigner('query').signer)];
    await delivery.producer.publish([...records, encodeBinary(other)]);
    await trail.arrived(2);
    const known = (await trail.messages()).map((message) => JSON.parse(message) as Record<string, string>);
    const uidOf = ({ source: from, id }: typeof own) => entryUid(tenantUid, from, id);
    expect(new Map(known.map(({ uid, sourceVerification }) => [uid, sourceVerification]))).toEqual(
      new Map([
        [uidOf(own), 'verified'],
        [uidOf(other), 'unverified'],
      ]),
    );
  }, 60_000);

  it('parks a trail that is refused, keeps others going, and misses nothing once it is let in again', async () => {
    const [broken, sound] = [await delivery.newTrail(), await delivery.newTrail()];
    const first = await broken.publish(10);
    await broken.arrived(10);
    await delivery.aws.disable(broken.accessKey);
    const missed = await broken.publish(1_200);
    await waitFor('the trail to be parked', async () => (await broken.status()).state === 'parked', {
      timeoutMs: 20_000,
    });
    expect(await broken.status()).toMatchObject({ lastError: { code: 'UnrecognizedClientException' }, failures: 1 });
    const others = await sound.publish(50);
    await sound.arrived(50);
    expect(difference(await sound.received(), others)).toEqual(same);
    await delivery.aws.enable(broken.accessKey);
    expect(await broken.send('POST', '/resume')).toMatchObject({ status: 204 });
    const last = await broken.publish(10);
    await broken.arrived(1_220, 40_000);
    expect(difference(await broken.received(), [...first, ...missed, ...last])).toEqual(same);
    expect(await broken.received()).toHaveLength(1_220);
    await waitFor('the trail to follow the log', async () => !(await broken.status()).catchingUp);
    expect(await broken.status()).toMatchObject({ state: 'active', failures: 0 });
  }, 120_000);

  it('delivers what came while it was paused, after that', async () => {
    const trail = await delivery.newTrail();
    const other = await delivery.newTrail(trail.tenantUid, 'other');
    const uids = await trail.publish(1);
    await trail.arrived(1);
    await waitFor('the trail to follow the log', async () => (await trail.status()).catchingUp === false);
    await trail.send('POST', '/pause');
    // Whoever delivers has to notice first: what came before that may still be sent.
    await waitFor('the trail to leave the log', async () => (await trail.status()).catchingUp === true);
    uids.push(...(await trail.publish(30)));
    await other.arrived(31);
    await waitFor('all to be pending', async () => Number((await trail.status()).pending) >= 30);
    expect(await trail.received()).toEqual(uids.slice(0, 1));
    expect(await trail.status()).toMatchObject({ state: 'paused' });
    await trail.send('POST', '/resume');
    await trail.arrived(31);
    expect(difference(await trail.received(), uids)).toEqual(same);
  }, 60_000);

  it('goes on where it was after a restart', async () => {
    const trail = await delivery.newTrail();
    const before = await trail.publish(40);
    await trail.arrived(40);
    const late = trail.publish(40);
    await delivery.service.close();
    const during = await trail.publish(40);
    await delivery.startService();
    const after = await trail.publish(40);
    await trail.arrived(160);
    const received = await trail.received();
    expect(difference(received, [...before, ...(await late), ...during, ...after])).toEqual(same);
    expect(received).toHaveLength(160);
  }, 90_000);

  it('makes group and stream again when somebody deletes them', async () => {
    const trail = await delivery.newTrail();
    await trail.publish(3);
    await trail.arrived(3);
    await delivery.aws.deleteGroup(trail.group);
    const uids = await trail.publish(5);
    await trail.arrived(5);
    expect(difference(await trail.received(), uids)).toEqual(same);
  }, 60_000);

  it('catches up 100,000 events while one tenant’s endpoint hangs for a minute, and brings another’s in time', async () => {
    const [silent, away, sound] = [await delivery.newTrail(), await delivery.newTrail(), await delivery.newTrail()];
    await delivery.aws.fault({ kind: 'hang', accessKeyId: silent.accessKey });
    const minuteEnds = Date.now() + 60_000;
    const unheard = await silent.publish(500, { contentMsg: 'x'.repeat(20_000) });
    await delivery.aws.disable(away.accessKey);
    const missed = await away.publish(1);
    await waitFor('the trail to be parked', async () => (await away.status()).state === 'parked', {
      timeoutMs: 20_000,
    });
    for (let part = 0; part < 10; part += 1) missed.push(...(await away.publish(10_000)));
    // The log has been read up to here: what follows is no matter of how much that was.
    await sound.publish(1);
    await sound.arrived(1, 60_000);
    await delivery.aws.enable(away.accessKey);
    expect(await away.send('POST', '/resume')).toMatchObject({ status: 204 });
    const isCatchingUp = async () => (await delivery.aws.count(away.group, 'main')) < missed.length;
    // One after the other: each is there before the next is published, and within the six seconds that are promised.
    let [brought, inTheMidst] = [1, 0];
    while ((await isCatchingUp()) || Date.now() < minuteEnds) {
      await sound.publish(1);
      await sound.arrived((brought += 1), 6_000);
      if (await isCatchingUp()) inTheMidst += 1;
      else await sleep(500);
    }
    expect(inTheMidst).toBeGreaterThan(2);
    // The stream also has what is told of the trail itself, so the last ones may still be on their way.
    const isComplete = async () => difference(await away.received(), missed).missing.length === 0;
    await waitFor('the last of them', isComplete, { timeoutMs: 30_000, everyMs: 1_000 });
    // All of this lay in the time of the silence, which ends now.
    expect(await silent.received()).toEqual([]);
    await delivery.aws.clearFaults();
    await silent.arrived(unheard.length, 90_000);
    expect(difference(await silent.received(), unheard)).toEqual(same);
  }, 300_000);

  it('sends once more, with the send time, what CloudWatch rejects', async () => {
    const trail = await delivery.newTrail();
    await delivery.aws.fault({ kind: 'reject', accessKeyId: trail.accessKey, times: 1 });
    const uids = await trail.publish(5);
    await trail.arrived(5);
    expect(difference(await trail.received(), uids)).toEqual(same);
    await waitFor('the count', async () => Number((await trail.status()).resent) > 0);
  }, 60_000);

  it('delivers to Splunk in the same way, and keeps the token to itself', async () => {
    const address = await collector.start();
    const token = 'a-splunk-token';
    collector.putToken(token);
    const tenantUid = delivery.newTenant();
    const url = `/v1/tenants/${tenantUid}/auditTrails`;
    const bodyOf = (splunk: object) => ({ metadata: { name: 'splunk' }, spec: { type: 'splunk', splunk } });
    for (const [wrong, step, code] of [
      [{ url: address, token: 'another' }, 'token', 'HEC-4'],
      [{ url: 'http://169.254.169.254', token }, 'collector', 'AddressNotAllowed'],
      [{ url: 'https://[::ffff:10.0.0.1]:8088', token }, 'collector', 'AddressNotAllowed'],
    ] as const) {
      const refused = await delivery.send(tenantUid, 'POST', url, bodyOf(wrong));
      expect(refused).toMatchObject({ status: 422, body: { details: { step, code } } });
    }
    expect((await delivery.send(tenantUid, 'GET', url)).body.items).toEqual([]);
    const made = await delivery.send(tenantUid, 'POST', url, bodyOf({ url: address, token }));
    expect(made.status).toBe(201);
    const trail = `${url}/${made.body.uid}`;
    const read = await delivery.send(tenantUid, 'GET', trail);
    expect(read.text).not.toContain(token);
    expect(schemaProblem('Trail', read.body)).toBeUndefined();
    expect(await delivery.send(tenantUid, 'PUT', trail, read.body)).toMatchObject({ status: 204 });
    const elsewhere = bodyOf({ ...(read.body.spec.splunk as object), url: 'http://127.0.0.1:9' });
    expect(await delivery.send(tenantUid, 'PUT', trail, elsewhere)).toMatchObject({ status: 400 });
    collector.script('busy', 'accept-then-error');
    const wanted = await delivery.publish(tenantUid, 20);
    await waitFor('all entries', () => {
      const uids = collector.events(token).map(({ text }) => (JSON.parse(text) as { uid: string }).uid);
      return difference(uids, wanted).missing.length === 0;
    });
  }, 60_000);

  it('goes on delivering, and takes a partition again, when somebody took it over who had no right to it', async () => {
    const trail = await delivery.newTrail();
    await trail.publish(3);
    await trail.arrived(3);
    await asAdministrator(delivery.database.name, async (admin) => {
      await admin.query('UPDATE trails.partition_term SET term = term + 1');
      const position = async () => {
        const { rows } = await admin.query<{ sum: string }>('SELECT sum(next_offset) FROM trails.log_position');
        return Number(rows[0]?.sum);
      };
      const before = await position();
      const uids = await trail.publish(30);
      await trail.arrived(33);
      expect(difference(await trail.received(), uids).missing).toEqual([]);
      const written = async () => (await position()) >= before + 30;
      await waitFor('the positions of the log to be written down again', written, { timeoutMs: 40_000 });
    });
    const after = await trail.publish(10);
    await trail.arrived(43);
    expect(difference(await trail.received(), after).missing).toEqual([]);
  }, 90_000);

  it('ends with the trail, and leaves the tenant’s stream alone', async () => {
    const trail = await delivery.newTrail();
    const other = await delivery.newTrail(trail.tenantUid, 'other');
    await trail.publish(3);
    await trail.arrived(3);
    expect(await trail.send('DELETE', '')).toMatchObject({ status: 204 });
    await trail.publish(3);
    await other.arrived(6);
    expect(await trail.received()).toHaveLength(3);
  }, 60_000);
});
