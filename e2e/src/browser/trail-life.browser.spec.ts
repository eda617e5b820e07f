import type { TrailComparison, TrailDelivery } from '@trailbook/contract';
import { waitFor } from '@trailbook/testing';
import { ask } from '../clients/rest';
import { endpoints, userWith } from '../system/running-system';
import { controlVariable } from './strict-stand-in';

const slow = { timeoutMs: 30_000, everyMs: 250 };

/** By REST alone: it is here since this tier's system has the strict stand-in for AWS, which knows keys and disables them. */
describe('the life of an audit trail', () => {
  const admin = userWith('Tenant Admin');
  const T = `/v1/tenants/${admin.tenantUid}/auditTrails`;
  const [accessKey, secretKey, group, stream] = ['AKIALIFE', 'life+secret', 'audit-life', 'life'];
  const began = new Date().toISOString();

  async function control(method: string, path: string, body?: object): Promise<unknown> {
    const url = `${process.env[controlVariable] ?? ''}${path}`;
    const signal = AbortSignal.timeout(10_000);
    const answer = await fetch(url, { method, signal, ...(body && { body: JSON.stringify(body) }) });
    return answer.ok ? answer.json() : [];
  }
  const trailWith = (secret: string) => ({
    metadata: { name: stream },
    spec: {
      type: 'cloudwatch',
      cloudWatch: { group, region: 'us-east-1', stream, credentials: { accessKey, secretKey: secret } },
    },
  });
  /** Does something that is audited; answers the uid of its entry. */
  async function act(name: string): Promise<string> {
    const profile = { metadata: { name: `${name}-${Date.now()}` }, spec: {} };
    const { headers } = await ask('POST', '/v1/clusterprofiles', { user: admin, body: profile });
    return headers.get('audituid') ?? '';
  }
  const arrived = (uid: string) =>
    waitFor(
      `${uid} in the stream`,
      async () => {
        const events = (await control('GET', `/events?group=${group}&stream=${stream}`)) as { message: string }[];
        return events.some(({ message }) => message.startsWith(`{"uid":"${uid}"`));
      },
      slow,
    );

  it('is refused, made, delivered, parked, mended, caught up and proven', async () => {
    await control('PUT', '/keys', { accessKeyId: accessKey, secretAccessKey: secretKey });
    const refused = await ask('POST', T, { user: admin, body: trailWith('wrong') });
    expect(refused).toMatchObject({ status: 422, body: { details: { step: 'identity', advice: expect.any(String) } } });
    const made = await ask('POST', T, { user: admin, body: trailWith(secretKey) });
    expect(made.status).toBe(201);
    const trail = `${T}/${made.body.uid as string}`;
    const status = async () => (await ask('GET', `${trail}/status`, { user: admin })).body.status as TrailDelivery;

    await arrived(await act('first'));
    await control('POST', '/keys/disable', { id: accessKey });
    const missed = [await act('second'), await act('third')];
    const parked = await waitFor('it to be parked', async () => (await status()).state === 'parked' && status(), slow);
    expect(parked).toMatchObject({ lastError: { code: 'UnrecognizedClientException' }, retryAt: expect.any(String) });
    expect(parked.pending).toBeGreaterThanOrEqual(2);

    await control('POST', '/keys/enable', { id: accessKey });
    expect((await ask('POST', `${trail}/resume`, { user: admin })).status).toBe(204);
    for (const uid of missed) await arrived(uid);
    const range = new URLSearchParams({ startTime: began, endTime: new Date().toISOString() }).toString();
    const compared = await waitFor(
      'nothing to be pending',
      async () => {
        const { body } = await ask('GET', `${trail}/reconcile?${range}`, { user: admin });
        const comparison = body.status as TrailComparison;
        return comparison.pending === 0 && comparison;
      },
      slow,
    );
    expect(compared).toMatchObject({ difference: 0, differences: [] });
    expect(compared.entries).toBeGreaterThanOrEqual(3);
    expect((await ask('DELETE', trail, { user: admin })).status).toBe(204);
  });

  it('lets no other tenant in by its role and external id', async () => {
    const other = endpoints().users.find(
      ({ role, tenantUid }) => role === 'Tenant Admin' && tenantUid !== admin.tenantUid,
    )!;
    const { body: defaults } = await ask('GET', `${T}/defaults`, { user: admin });
    const arn = 'arn:aws:iam::123456789012:role/life';
    await control('PUT', '/roles', { arn, externalId: defaults.externalId as string });
    const byRole = (externalId?: string) => ({
      metadata: { name: 'by-role' },
      spec: {
        type: 'cloudwatch',
        cloudWatch: {
          ...{ group, region: 'us-east-1', stream: 'by-role' },
          credentials: { credentialType: 'sts', sts: { arn, externalId } },
        },
      },
    });
    const own = await ask('POST', T, { user: admin, body: byRole(defaults.externalId as string) });
    expect(own.status).toBe(201);
    const theirs = `/v1/tenants/${other.tenantUid}/auditTrails`;
    const taken = await ask('POST', theirs, { user: other, body: byRole(defaults.externalId as string) });
    expect(taken).toMatchObject({ status: 400, body: { code: 'InvalidRequest' } });
    expect(await ask('POST', theirs, { user: other, body: byRole() })).toMatchObject({ status: 422 });
    expect((await ask('POST', `${T}/${own.body.uid as string}/test`, { user: other })).status).toBeGreaterThan(401);
    expect((await ask('DELETE', `${T}/${own.body.uid as string}`, { user: admin })).status).toBe(204);
  });
});
