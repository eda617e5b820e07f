import { entryUid, topics } from '@trailbook/contract';
import { waitFor } from '@trailbook/testing';
import { consumeAll, produce, type Line } from '../clients/kafka-tools';
import { ask, readEntry } from '../clients/rest';
import { userWith } from '../system/running-system';

describe('a producer that is not ours', () => {
  const admin = userWith('Tenant Admin');
  const run = Date.now();
  const source = `/e2e/foreign/${run}`;
  const type = 'dev.trailbook.audit.event.v1';
  const time = new Date(run).toISOString();
  const data = (name: string) => ({
    tenantUid: admin.tenantUid,
    actionType: 'deploy',
    resource: { kind: 'foreign', uid: `foreign-${run}`, name },
    actor: { actorType: 'service', serviceName: 'kafka-console-producer' },
    actionMsg: `Deployed ${name}`,
  });
  const key = admin.tenantUid;

  const binary: Line = {
    headers: {
      ce_specversion: '1.0',
      ce_id: 'binary',
      ce_source: source,
      ce_type: type,
      ce_time: time,
      'content-type': 'application/json',
    },
    key,
    // Numbers and order that no parser keeps: the bytes have to come through as they are.
    value: JSON.stringify({ ...data('binary') }).replace(/}$/, ',"z":1.0,"a":12345678901234567890}'),
  };
  const malformed: Line = { headers: { ce_id: `broken-${run}` }, key, value: '{"tenantUid": nobody' };
  const structured: Line = {
    headers: { 'content-type': 'application/cloudevents+json' },
    key,
    value: JSON.stringify({ specversion: '1.0', id: 'structured', source, type, time, data: data('structured') }),
  };
  const forged: Line = {
    ...binary,
    headers: { ...binary.headers, ce_id: `forged-${run}`, ce_source: '/services/identity' },
  };
  const uidOf = (id: string) => entryUid(admin.tenantUid, source, id);

  beforeAll(() => produce(topics.events.name, [binary, malformed, structured, forged]), 60_000);

  it('is read in both content modes, also after a malformed record', async () => {
    for (const id of ['binary', 'structured']) {
      const entry = await waitFor(`the ${id} entry`, () => readEntry(uidOf(id), { user: admin }));
      expect(entry).toMatchObject({
        metadata: { creationTimestamp: time },
        spec: { actionType: 'deploy', resource: { kind: 'foreign', name: id }, actor: { actorType: 'service' } },
      });
    }
  });

  it('has its bytes kept', async () => {
    const event = await ask('GET', `/v1/audits/${uidOf('binary')}/event`, { user: admin });
    expect(event.text).toContain('"z":1.0,"a":12345678901234567890');
  });

  it('is not verified, other than what Trailbook’s own apps sign', async () => {
    expect((await readEntry(uidOf('binary'), { user: admin }))?.spec).toMatchObject({
      source,
      sourceVerification: 'unverified',
    });
    const { body } = await ask('GET', '/v1/audits?actionType=activity&resourceKind=session&limit=1', { user: admin });
    expect(body.items[0].spec).toMatchObject({ source: '/services/identity', sourceVerification: 'verified' });
  });

  it('finds what was malformed or sent in another’s name in the rejected topic, with the reason', async () => {
    const [line, another] = await waitFor(
      'the rejected records',
      async () => {
        const lines = await consumeAll(topics.rejected.name);
        const found = [`broken-${run}`, `forged-${run}`].map((id) => lines.find((text) => text.includes(id)));
        return found.every((one) => one !== undefined) && found;
      },
      { timeoutMs: 40_000 },
    );
    expect(another).toContain('reject-code:signature-invalid');
    expect(line).toContain('{"tenantUid": nobody');
    expect(line).toMatch(/reject-code:[a-z-]+/);
    expect(line).toMatch(/reject-reason:\S+/);
    expect(line).toContain(`reject-topic:${topics.events.name}`);
  }, 60_000);
});
