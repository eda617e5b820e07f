import { schemaProblem } from '@trailbook/contract';
import { aCaller, asAdministrator, heldUp } from '@trailbook/testing';
import { DeliveryUnderTest } from '../testing/delivery.fixture';

interface TrailItem {
  metadata: { uid: string };
}

const key = { accessKey: 'AKIASPEC', secretKey: 'v3ry+s3cret/key' };
const zeroDates = {
  creationTimestamp: '0001-01-01T00:00:00.000Z',
  deletionTimestamp: '0001-01-01T00:00:00.000Z',
  lastModifiedTimestamp: '0001-01-01T00:00:00.000Z',
};

function config(changes: Record<string, unknown> = {}, credentials: Record<string, unknown> = {}) {
  const cloudWatch = {
    group: 'audit',
    region: 'us-east-1',
    stream: 'main',
    credentials: { ...key, credentialType: 'secret', partition: 'aws', policyARNs: null, ...credentials },
    ...changes,
  };
  return { metadata: zeroDates, spec: { auditDataSinks: [{ type: 'cloudwatch', cloudWatch }] } };
}

describe('the data-sink calls', () => {
  const delivery = new DeliveryUnderTest({ AWS_ACCESS_KEY_ID: 'AKIAPLATFORM', AWS_SECRET_ACCESS_KEY: 'platform' });

  beforeAll(async () => {
    await delivery.startParts();
    await delivery.openEpoch();
    await delivery.aws.putKey(key.accessKey, key.secretKey);
    await delivery.aws.putKey('AKIAPLATFORM', 'platform', []);
    await delivery.startService();
  }, 120_000);
  afterAll(() => delivery.stop(), 60_000);

  const newTenant = () => {
    const admin = aCaller('Tenant Admin', { tenantUid: delivery.newTenant() });
    const url = `/v1/tenants/${admin.tenantUid}/assets/dataSinks`;
    return {
      admin,
      url,
      get: () => delivery.service.send('GET', admin, url),
      post: (body: unknown) => delivery.service.send('POST', admin, url, body),
      put: (body: unknown) => delivery.service.send('PUT', admin, url, body),
      remove: () => delivery.service.send('DELETE', admin, url),
      trails: async () =>
        (await delivery.service.send('GET', admin, `/v1/tenants/${admin.tenantUid}/auditTrails`)).body
          .items as TrailItem[],
    };
  };
  const outbox = (tenantUid: string) =>
    asAdministrator(delivery.database.name, async (admin) => {
      const { rows } = await admin.query<{ value: string }>('SELECT value FROM trails.outbox WHERE key = $1', [
        tenantUid,
      ]);
      return rows.map(({ value }) => value);
    });

  it('make, show, change and remove the configuration', async () => {
    const tenant = newTenant();
    expect(await tenant.get()).toMatchObject({ status: 404, body: { code: 'ResourceNotFound' } });
    const made = await tenant.post(config());
    expect(made).toMatchObject({ status: 201, body: { uid: expect.stringMatching(/^[0-9a-f-]{36}$/) } });
    expect(made.headers.audituid).toMatch(/^[0-9a-f-]{36}$/);
    const shown = await tenant.get();
    expect(shown).toMatchObject({
      status: 200,
      body: {
        metadata: { uid: made.body.uid },
        spec: {
          auditDataSinks: [{ type: 'cloudwatch', cloudWatch: { group: 'audit', region: 'us-east-1', stream: 'main' } }],
        },
      },
    });
    expect(new Date(shown.body.metadata.creationTimestamp as string).getFullYear()).toBeGreaterThan(2000);
    expect(schemaProblem('DataSinks', shown.body)).toBeUndefined();
    expect(shown.text).not.toContain(key.secretKey);
    expect(await tenant.post(config())).toMatchObject({ status: 409 });
    expect(await tenant.remove()).toMatchObject({ status: 204, text: '' });
    expect(await tenant.get()).toMatchObject({ status: 404 });
    expect(await tenant.remove()).toMatchObject({ status: 404 });
  });

  it('show the configuration of one moment, when it is removed meanwhile', async () => {
    const tenant = newTenant();
    const { uid } = (await tenant.post(config())).body as { uid: string };
    const shown = await heldUp(
      delivery.database.name,
      {
        before: 'LOCK TABLE trails.trail IN ACCESS EXCLUSIVE MODE',
        then: `DELETE FROM trails.data_sink_config WHERE uid = '${uid}'`,
      },
      tenant.get,
    );
    expect(shown.status).toBe(200);
    expect(schemaProblem('DataSinks', shown.body)).toBeUndefined();
    expect(await tenant.get()).toMatchObject({ status: 404 });
  });

  it('keep the secret that GET masks, through get - change - put', async () => {
    const tenant = newTenant();
    await tenant.post(config());
    const [before] = await tenant.trails();
    const { body } = await tenant.get();
    body.spec.auditDataSinks[0].cloudWatch.stream = 'other';
    const changed = await tenant.put(body);
    expect(changed).toMatchObject({ status: 204, text: '' });
    expect(changed.headers.audituid).toMatch(/^[0-9a-f-]{36}$/);
    expect((await tenant.get()).body.spec.auditDataSinks[0].cloudWatch.stream).toBe('other');
    const [after] = await tenant.trails();
    expect(after?.metadata.uid).not.toBe(before?.metadata.uid);
    delete body.spec.auditDataSinks[0].cloudWatch.credentials.secretKey;
    body.metadata.name = 'renamed';
    expect(await tenant.put(body)).toMatchObject({ status: 204 });
    expect((await tenant.trails())[0]?.metadata.uid).toBe(after?.metadata.uid);
    expect((await tenant.get()).body.metadata.name).toBe('renamed');
  });

  it('are trails of their own beside the tenant’s other ones', async () => {
    const tenant = newTenant();
    const two = config();
    two.spec.auditDataSinks.push(config({ stream: 'second' }).spec.auditDataSinks[0]!);
    await tenant.post(two);
    expect(await tenant.trails()).toMatchObject([
      { status: { origin: 'dataSinks' } },
      { status: { origin: 'dataSinks' } },
    ]);
    const [trail] = await tenant.trails();
    const url = `/v1/tenants/${tenant.admin.tenantUid}/auditTrails/${trail?.metadata.uid}`;
    expect(await delivery.service.send('DELETE', tenant.admin, url)).toMatchObject({ status: 409 });
  });

  const wrong: [string, unknown][] = [
    ['no body', undefined],
    ['no spec', { metadata: {} }],
    ['an empty list', { spec: { auditDataSinks: [] } }],
    ['another type', { spec: { auditDataSinks: [{ type: 'splunk', cloudWatch: {} }] } }],
    ['no cloudWatch', { spec: { auditDataSinks: [{ type: 'cloudwatch' }] } }],
    ['an empty group', config({ group: '' })],
    ['an empty region', config({ region: '' })],
    ['a group with a colon', config({ group: 'a:b' })],
    ['a group that is too long', config({ group: 'g'.repeat(513) })],
    ['a stream with a star', config({ stream: 'a*' })],
    ['no credentials', config({ credentials: null })],
    ['an unknown credential type', config({}, { credentialType: 'magic' })],
    ['an unknown partition', config({}, { partition: 'aws-moon' })],
    ['no access key', config({}, { accessKey: '' })],
    ['no secret key', config({}, { secretKey: undefined })],
    ['a mask without a secret behind it', config({}, { secretKey: '********' })],
    ['a default type without keys', config({ credentials: {} })],
    ['sts without an ARN', config({}, { credentialType: 'sts', sts: { externalId: 'x' } })],
    ['a number for a group', config({ group: 7 })],
  ];

  it.each(wrong)('refuse %s, and change nothing', async (_, body) => {
    const tenant = newTenant();
    expect(await tenant.post(body)).toMatchObject({ status: 400, body: { code: 'InvalidRequest' } });
    expect(await tenant.get()).toMatchObject({ status: 404 });
  });

  it('refuse the same things on PUT', async () => {
    const tenant = newTenant();
    await tenant.post(config());
    const before = (await tenant.get()).body;
    for (const [name, body] of wrong) {
      // An absent or masked secret is the stored one here.
      const status = /secret/.test(name) ? 204 : 400;
      expect([name, (await tenant.put(body)).status]).toEqual([name, status]);
    }
    expect((await tenant.get()).body.spec).toEqual(before.spec);
  });

  it('say which step of the verification failed, and save nothing', async () => {
    const tenant = newTenant();
    const answer = await tenant.post(config({}, { secretKey: 'wrong+secret' }));
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'VerificationFailed', details: { step: 'identity', awsCode: 'SignatureDoesNotMatch' } },
    });
    expect(answer.text).not.toContain('wrong+secret');
    expect(await tenant.post(config({ region: 'mars-north-1' }))).toMatchObject({
      status: 422,
      body: { details: { step: 'region' } },
    });
    expect(await tenant.get()).toMatchObject({ status: 404 });
    expect(await outbox(tenant.admin.tenantUid)).toEqual([]);
  });

  it('are nobody else’s', async () => {
    const tenant = newTenant();
    await tenant.post(config());
    const viewer = aCaller('Tenant Viewer', { tenantUid: tenant.admin.tenantUid });
    expect(await delivery.service.send('GET', viewer, tenant.url)).toMatchObject({ status: 403 });
    const stranger = aCaller('Tenant Admin', { tenantUid: 'stranger' });
    for (const method of ['GET', 'POST', 'PUT', 'DELETE'] as const) {
      expect(await delivery.service.send(method, stranger, tenant.url, config())).toMatchObject({ status: 404 });
    }
  });

  describe('by a role', () => {
    const arn = 'arn:aws:iam::123456789012:role/audit';
    const sts = (externalId?: string) => config({}, { credentialType: 'sts', sts: { arn, externalId } });
    const ownId = async (tenant: ReturnType<typeof newTenant>) => {
      const url = `/v1/tenants/${tenant.admin.tenantUid}/auditTrails/defaults`;
      return (await delivery.service.send('GET', tenant.admin, url)).body.externalId as string;
    };

    it('use the tenant’s own external id, and refuse one that is another tenant’s', async () => {
      const [one, other] = [newTenant(), newTenant()];
      const own = await ownId(one);
      expect(await ownId(one)).toBe(own);
      expect(await ownId(other)).not.toBe(own);
      await delivery.aws.putRole(arn, own);
      expect(await other.post(sts())).toMatchObject({ status: 422, body: { details: { step: 'identity' } } });
      expect(await other.post(sts(own))).toMatchObject({ status: 400 });
      expect(await one.post(sts())).toMatchObject({ status: 201 });
      expect((await one.get()).body.spec.auditDataSinks[0].cloudWatch.credentials).toMatchObject({
        credentialType: 'sts',
        sts: { arn, externalId: own },
      });
      expect(await other.post(sts('anything'))).toMatchObject({ status: 400 });
      await one.remove();
      expect(await other.post(sts('anything'))).toMatchObject({ status: 400 });
    });

    it('take an external id that a client brings for a role that nobody else used', async () => {
      const tenant = newTenant();
      const role = `${arn}-of-its-own`;
      await delivery.aws.putRole(role, 'brought-along');
      const body = config({}, { credentialType: 'sts', sts: { arn: role, externalId: 'brought-along' } });
      expect(await tenant.post(body)).toMatchObject({ status: 201 });
    });

    it('belong to whom its owner has let in, whoever used it first with an id that can be guessed', async () => {
      const [owner, first] = [newTenant(), newTenant()];
      const role = `${arn}-of-an-owner`;
      const by = (externalId?: string) => config({}, { credentialType: 'sts', sts: { arn: role, externalId } });
      await delivery.aws.putRole(role, 'acme-2026');
      expect(await first.post(by('acme-2026'))).toMatchObject({ status: 201 });
      expect(await owner.post(by('acme-2026'))).toMatchObject({ status: 400 });
      // The owner of the role puts the tenant's own id into its trust policy: nobody else can.
      await delivery.aws.putRole(role, await ownId(owner));
      expect(await owner.post(by())).toMatchObject({ status: 201 });
      await delivery.aws.putRole(role, 'acme-2027');
      expect(await owner.put(by('acme-2027'))).toMatchObject({ status: 204 });
      expect(await first.put(by('acme-2027'))).toMatchObject({ status: 400 });
    });

    it('stay with whom was first where the role asks nobody for an id', async () => {
      const [first, other] = [newTenant(), newTenant()];
      const role = `${arn}-open-to-all`;
      const by = (externalId?: string) => config({}, { credentialType: 'sts', sts: { arn: role, externalId } });
      await delivery.aws.putRole(role);
      expect(await first.post(by('mine'))).toMatchObject({ status: 201 });
      expect(await other.post(by())).toMatchObject({ status: 201 });
      expect(await other.put(by('anything'))).toMatchObject({ status: 400 });
    });

    it('assume the role of a pod identity', async () => {
      const tenant = newTenant();
      const roleArn = `${arn}-of-a-pod`;
      await delivery.aws.putRole(roleArn, await ownId(tenant));
      const body = config({}, { credentialType: 'pod-identity', podIdentity: { roleArn } });
      expect(await tenant.post(body)).toMatchObject({ status: 201 });
    });
  });

  describe('for messages at once', () => {
    const send = (tenant: ReturnType<typeof newTenant>, body: unknown) =>
      delivery.service.send('POST', tenant.admin, '/v1/datasinks/cloudwatch', body);
    const cloudWatch = (changes = {}) => config(changes).spec.auditDataSinks[0]!.cloudWatch;

    it('put one event for each element', async () => {
      const payload = [
        { refUid: 'r1', timestamp: new Date().toISOString(), text: 'one' },
        { refUid: 'r2', text: 'two', deep: { n: 1 } },
      ];
      const answer = await send(newTenant(), { payload, spec: cloudWatch({ group: 'direct', stream: 'now' }) });
      expect(answer).toMatchObject({ status: 204, text: '' });
      expect(answer.headers.audituid).toMatch(/^[0-9a-f-]{36}$/);
      const messages = (await delivery.aws.events('direct', 'now')).map(({ message }) => JSON.parse(message) as object);
      expect(messages).toEqual(expect.arrayContaining(payload));
      expect(messages).toHaveLength(2);
    });

    it.each([
      ['no payload', { spec: cloudWatch() }],
      ['a payload that is no list', { payload: {}, spec: cloudWatch() }],
      ['an element that is no object', { payload: [1], spec: cloudWatch() }],
      ['no spec', { payload: [] }],
      ['no group', { payload: [], spec: cloudWatch({ group: undefined }) }],
    ])('refuse %s', async (_, body) => {
      expect(await send(newTenant(), body)).toMatchObject({ status: 400 });
    });

    it('say so when AWS does not take them', async () => {
      const tenant = newTenant();
      const spec = config({}, { secretKey: 'wrong' }).spec.auditDataSinks[0]!.cloudWatch;
      expect(await send(tenant, { payload: [{ refUid: 'r' }], spec })).toMatchObject({ status: 422 });
    });
  });
});
