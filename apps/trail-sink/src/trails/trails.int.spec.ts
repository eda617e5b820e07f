import { schemaProblem } from '@trailbook/contract';
import { aCaller, asAdministrator, heldUp } from '@trailbook/testing';
import { randomBytes } from 'node:crypto';
import { Pool } from 'pg';
import { SecretBox } from '../secrets/secret-box';
import { parseTrailKeys } from '../secrets/trail-keys';
import { DeliveryUnderTest } from '../testing/delivery.fixture';
import { reEncrypt } from '../testing/re-encrypt-process';

const newKey = (kid: string) => `${kid}:${randomBytes(32).toString('base64')}`;
const oldKey = newKey('old');
const secretKey = 'v3ry+s3cret/key';
const credentials = { accessKey: 'AKIASPEC', secretKey };
const cloudWatch = (changes: object = {}) => ({ group: 'audit', region: 'us-east-1', credentials, ...changes });
const body = (name: string, changes: object = {}) => ({
  metadata: { name },
  spec: { type: 'cloudwatch', cloudWatch: cloudWatch(changes) },
});

describe('the audit trails of a tenant', () => {
  const delivery = new DeliveryUnderTest({
    AWS_ACCESS_KEY_ID: 'AKIAPLATFORM',
    AWS_SECRET_ACCESS_KEY: 'platform',
    TRAIL_KEYS: oldKey,
  });

  beforeAll(async () => {
    await delivery.startParts();
    await delivery.openEpoch();
    await delivery.aws.putKey(credentials.accessKey, secretKey);
    await delivery.aws.putKey('AKIAPLATFORM', 'platform', []);
    await delivery.startService();
  }, 120_000);
  afterAll(() => delivery.stop(), 60_000);

  function newTenant() {
    const admin = aCaller('Tenant Admin', { tenantUid: delivery.newTenant() });
    const url = `/v1/tenants/${admin.tenantUid}/auditTrails`;
    const send = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path = '', payload?: unknown) =>
      delivery.service.send(method, admin, `${url}${path}`, payload);
    return { admin, url, send };
  }

  it("don't exist for another tenant, whatever that one may do in its own", async () => {
    const [owner, other] = [newTenant(), newTenant()];
    const made = await owner.send('POST', '', body('production'));
    expect(made.status).toBe(201);
    const uid = made.body.uid as string;
    const asOther = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path = '', payload?: unknown) =>
      delivery.service.send(method, other.admin, `${owner.url}${path}`, payload);
    const tried = [
      await asOther('GET'),
      await asOther('POST', '', body('another')),
      await asOther('GET', `/${uid}`),
      await asOther('PUT', `/${uid}`, made.body),
      await asOther('DELETE', `/${uid}`),
    ];
    expect(tried.map(({ status }) => status)).toEqual([404, 404, 404, 404, 404]);
    expect((await owner.send('GET')).body.items).toHaveLength(1);
  });

  it('are made, listed, read, changed and removed, each change audited', async () => {
    const { send } = newTenant();
    expect((await send('GET')).body).toEqual({ items: [], listmeta: { count: 0, limit: 0, offset: 0, continue: '' } });
    const made = await send('POST', '', body('production'));
    expect(made).toMatchObject({ status: 201, body: { uid: expect.any(String) } });
    const uid = made.body.uid as string;
    const read = await send('GET', `/${uid}`);
    expect(read).toMatchObject({
      status: 200,
      body: {
        metadata: { uid, name: 'production' },
        spec: {
          type: 'cloudwatch',
          cloudWatch: { group: 'audit', stream: '', credentials: { secretKey: '********' } },
        },
        status: { state: 'active', origin: 'trails', stream: 'trailbook-production' },
      },
    });
    expect(read.text).not.toContain(secretKey);
    expect(schemaProblem('Trail', read.body)).toBeUndefined();
    expect(schemaProblem('TrailList', (await send('GET')).body)).toBeUndefined();
    expect((await send('GET')).body.items).toEqual([read.body]);
    read.body.metadata.name = 'renamed';
    const changed = await send('PUT', `/${uid}`, read.body);
    expect(changed).toMatchObject({ status: 204, text: '' });
    expect((await send('GET', `/${uid}`)).body).toMatchObject({
      metadata: { name: 'renamed' },
      status: { stream: 'trailbook-production' },
    });
    const removed = await send('DELETE', `/${uid}`);
    expect(removed).toMatchObject({ status: 204, text: '' });
    expect(await send('GET', `/${uid}`)).toMatchObject({ status: 404, body: { code: 'ResourceNotFound' } });
    const uids = [made, changed, removed].map(({ headers }) => headers.audituid);
    expect(new Set(uids).size).toBe(3);
  });

  it('are paused, resumed, tested and asked for their state', async () => {
    const { send } = newTenant();
    const { uid } = (await send('POST', '', body('states', { group: 'states', stream: 'one' }))).body as {
      uid: string;
    };
    expect(await send('POST', `/${uid}/pause`)).toMatchObject({ status: 204 });
    expect((await send('GET', `/${uid}`)).body.status.state).toBe('paused');
    expect(await send('POST', `/${uid}/resume`)).toMatchObject({ status: 204 });
    expect(await send('POST', `/${uid}/test`)).toMatchObject({ status: 200, body: { delivered: true } });
    const [test] = await delivery.aws.events('states', 'one');
    expect(JSON.parse(test!.message)).toMatchObject({ type: 'test', uid: expect.any(String) });
    const status = (await send('GET', `/${uid}/status`)).body as unknown;
    expect(schemaProblem('TrailStatus', status)).toBeUndefined();
    expect(status).toMatchObject({
      metadata: { uid, name: 'states' },
      status: {
        state: 'active',
        delivered: 0,
        rejected: 0,
        positions: Array(3).fill({ nextOffset: expect.any(String) }),
      },
    });
    await delivery.aws.disable(credentials.accessKey);
    expect(await send('POST', `/${uid}/test`)).toMatchObject({ status: 422, body: { details: { step: 'delivery' } } });
    await delivery.aws.enable(credentials.accessKey);
  });

  it('are not there for a replay that is asked for while they are removed', async () => {
    const { send } = newTenant();
    const { uid } = (await send('POST', '', body('short-lived'))).body as { uid: string };
    const range = { startTime: new Date(Date.now() - 60_000).toISOString(), endTime: new Date().toISOString() };
    const removal = { before: `DELETE FROM trails.trail WHERE uid = '${uid}'` };
    const replay = await heldUp(delivery.database.name, removal, () => send('POST', `/${uid}/replay`, range));
    expect(replay).toMatchObject({ status: 404, body: { code: 'ResourceNotFound' } });
  });

  it('are verified without being saved', async () => {
    const { send } = newTenant();
    const good = await send('POST', '/verify', body('unused'));
    expect(good).toMatchObject({ status: 200, body: { ok: true } });
    expect(schemaProblem('Verification', good.body)).toBeUndefined();
    expect(good.headers.audituid).toBeUndefined();
    const steps = (good.body.steps as { name: string; status: string }[]).map(({ name, status }) => [name, status]);
    expect(steps).toEqual(
      ['region', 'identity', 'logGroup', 'logStream', 'testEvent', 'cleanup'].map((name) => [name, 'ok']),
    );
    const wrong = body('unused', { credentials: { ...credentials, secretKey: 'wrong' } });
    expect(await send('POST', '/verify', wrong)).toMatchObject({
      status: 200,
      body: {
        ok: false,
        steps: expect.arrayContaining([expect.objectContaining({ name: 'identity', status: 'failed' })]),
      },
    });
    expect((await send('GET')).body.items).toEqual([]);
  });

  it('are verified again with the saved secret, which the wizard never sees', async () => {
    const { send } = newTenant();
    const { uid } = (await send('POST', '', body('wizard'))).body as { uid: string };
    const masked = body('wizard', { group: 'another', credentials: { ...credentials, secretKey: '********' } });
    expect(await send('POST', '/verify', { ...masked, metadata: { uid } })).toMatchObject({ body: { ok: true } });
    expect(await send('POST', '/verify', masked)).toMatchObject({ status: 400 });
  });

  it('name the permission that is missing, and are not saved', async () => {
    const { send } = newTenant();
    await delivery.aws.putKey('AKIAHALF', secretKey, [
      'logs:DescribeLogGroups',
      'logs:CreateLogGroup',
      'logs:CreateLogStream',
    ]);
    const half = body('half', { credentials: { accessKey: 'AKIAHALF', secretKey } });
    expect(await send('POST', '', half)).toMatchObject({
      status: 422,
      body: {
        code: 'VerificationFailed',
        details: {
          step: 'testEvent',
          awsCode: 'AccessDeniedException',
          advice: expect.stringContaining('PutLogEvents'),
        },
      },
    });
    expect((await send('GET')).body.items).toEqual([]);
  });

  it.each([
    ['no name', { spec: body('x').spec }],
    ['a name that is too long', body('n'.repeat(65))],
    ['another type', { ...body('x'), spec: { ...body('x').spec, type: 'splunk' } }],
    ['no sink', { metadata: { name: 'x' }, spec: { type: 'cloudwatch' } }],
    ['a list for a body’s part', { metadata: [], spec: {} }],
  ])('refuse %s', async (_, payload) => {
    expect(await newTenant().send('POST', '', payload)).toMatchObject({
      status: 400,
      body: { code: 'InvalidRequest' },
    });
  });

  it.each([
    'x.evil.com/',
    'us-east-1.evil.com',
    '169.254.169.254/',
    '127.0.0.1#',
    'localhost',
    'us-east-1@127.0.0.1',
    '[::1]',
  ])('go to no host that a tenant makes up: %s', async (region) => {
    const { send } = newTenant();
    expect(await send('POST', '', body('inward', { region }))).toMatchObject({
      status: 422,
      body: { code: 'VerificationFailed', details: { step: 'region', advice: expect.any(String) } },
    });
    const endpoint = 'http://127.0.0.1:1/';
    const given = body('aside', { endpoint, endpointUrl: endpoint, credentials: { ...credentials, endpoint } });
    expect(await send('POST', '/verify', given)).toMatchObject({ status: 200, body: { ok: true } });
    expect((await send('GET')).body.items).toEqual([]);
  });

  it('take a filter of what there is, and say what there is not', async () => {
    const { send } = newTenant();
    const filtered = (filter: unknown) => ({ ...body('filtered'), spec: { ...body('x').spec, filter } });
    expect(await send('POST', '', filtered({ actionTypes: ['destroy'] }))).toMatchObject({
      status: 400,
      body: { details: { field: 'spec.filter.actionTypes' } },
    });
    const tooMany = Array.from({ length: 51 }, (_, index) => `kind-${index}`);
    for (const filter of [{ resourceKinds: tooMany }, { projects: ['p'.repeat(129)] }, 'create']) {
      expect(await send('POST', '', filtered(filter))).toMatchObject({ status: 400 });
    }
    const filter = { actionTypes: ['create'], projects: ['p1'] };
    const { uid } = (await send('POST', '', filtered({ ...filter, resourceKinds: [] }))).body as { uid: string };
    const { body: read } = await send('GET', `/${uid}`);
    expect(read.spec.filter).toEqual(filter);
    delete read.spec.filter;
    expect(await send('PUT', `/${uid}`, read)).toMatchObject({ status: 204 });
    expect((await send('GET', `/${uid}`)).body.spec.filter).toBeUndefined();
  });

  it('have names of their own, and are at most twenty', async () => {
    const { send } = newTenant();
    expect(await send('POST', '', body('same'))).toMatchObject({ status: 201 });
    expect(await send('POST', '', body('same'))).toMatchObject({ status: 409 });
    for (let number = 2; number <= 20; number += 1) {
      expect(await send('POST', '', body(`trail ${number}`))).toMatchObject({ status: 201 });
    }
    expect(await send('POST', '', body('one too many'))).toMatchObject({
      status: 409,
      body: { code: 'LimitExceeded' },
    });
  }, 30_000);

  it('are nobody else’s', async () => {
    const [one, other] = [newTenant(), newTenant()];
    const { uid } = (await one.send('POST', '', body('mine'))).body as { uid: string };
    for (const [method, path] of [
      ['GET', ''],
      ['PUT', ''],
      ['DELETE', ''],
      ['POST', '/pause'],
      ['POST', '/resume'],
      ['POST', '/test'],
      ['GET', '/status'],
      ['GET', '/reconcile?startTime=2026-01-02T03:04:05Z&endTime=2026-01-03T03:04:05Z'],
      ['POST', '/replay'],
      ['DELETE', '/replay'],
    ] as const) {
      const range = { startTime: '2026-01-02T03:04:05Z', endTime: '2026-01-03T03:04:05Z' };
      const payload = method === 'PUT' ? body('x') : path === '/replay' ? range : undefined;
      expect(await other.send(method, `/${uid}${path}`, payload)).toMatchObject({
        status: 404,
      });
      const viewer = aCaller('Tenant Viewer', { tenantUid: one.admin.tenantUid });
      expect(await delivery.service.send(method, viewer, `${one.url}/${uid}${path}`)).toMatchObject({ status: 403 });
    }
    expect(await one.send('GET', '/no-uid')).toMatchObject({ status: 404 });
  });

  it('come with what AWS needs before there is one', async () => {
    const { send } = newTenant();
    const arn = 'arn:aws-us-gov:iam::123456789012:role/audit';
    const { body: defaults } = await send('GET', `/defaults?group=audit&region=us-gov-west-1&roleArn=${arn}`);
    expect(defaults).toMatchObject({
      externalId: expect.stringMatching(/^trailbook-[0-9a-f]{64}$/),
      principalArn: expect.stringMatching(/^arn:aws:iam::123456789012:/),
    });
    expect(schemaProblem('TrailDefaults', defaults)).toBeUndefined();
    const [describe, others] = defaults.policies.permissions.Statement as { Action: string[]; Resource: unknown }[];
    expect(describe).toMatchObject({
      Action: ['logs:DescribeLogGroups'],
      Resource: 'arn:aws-us-gov:logs:us-gov-west-1:123456789012:log-group:*',
    });
    expect(others?.Action).toHaveLength(5);
    expect(defaults.policies.trust.Statement[0].Condition).toEqual({
      StringEquals: { 'sts:ExternalId': defaults.externalId },
    });
  });

  it('keep their secrets encrypted, and their events without any', async () => {
    const { admin, send } = newTenant();
    const { uid } = (await send('POST', '', body('secret'))).body as { uid: string };
    await asAdministrator(delivery.database.name, async (client) => {
      const trail = await client.query('SELECT *, encode(secrets, $2) AS text FROM trails.trail WHERE uid = $1', [
        uid,
        'escape',
      ]);
      expect(JSON.stringify(trail.rows)).not.toContain(secretKey);
      const outbox = await client.query<{ value: string }>('SELECT value FROM trails.outbox WHERE key = $1', [
        admin.tenantUid,
      ]);
      expect(JSON.stringify(outbox.rows)).not.toContain(secretKey);
    });
  });

  it('have their secrets encrypted anew after a change of keys', async () => {
    const { send, admin } = newTenant();
    const { uid } = (await send('POST', '', body('rotated'))).body as { uid: string };
    const rotatedKey = newKey('new');
    const pool = new Pool({ connectionString: delivery.database.url('trailbook_sink'), max: 1 });
    const count = await pool.query<{ n: number }>('SELECT count(secrets)::int AS n FROM trails.trail');
    const total = count.rows[0]?.n ?? 0;
    const [keyMissing, first, second] = [
      await reEncrypt(delivery.database.url('trailbook_sink'), rotatedKey),
      await reEncrypt(delivery.database.url('trailbook_sink'), `${rotatedKey},${oldKey}`),
      await reEncrypt(delivery.database.url('trailbook_sink'), `${rotatedKey},${oldKey}`),
    ];
    expect(keyMissing).toEqual({
      code: 1,
      said: expect.stringMatching(/^re-encrypt: .*TRAIL_KEYS has no key "old"\.\n$/),
    });
    expect(first).toEqual({ code: 0, said: expect.stringMatching(new RegExp(`^${total} of ${total} secrets`)) });
    expect(second).toEqual({ code: 0, said: expect.stringMatching(new RegExp(`^0 of ${total} secrets`)) });
    const text = 'SELECT secrets FROM trails.trail WHERE uid = $1';
    const { rows } = await pool.query<{ secrets: Buffer }>(text, [uid]);
    await pool.end();
    const opened = new SecretBox(parseTrailKeys(rotatedKey)).open(rows[0]!.secrets, {
      tenantUid: admin.tenantUid,
      trailUid: uid,
    });
    expect(JSON.parse(opened)).toEqual({ secretKey });
  });
});
