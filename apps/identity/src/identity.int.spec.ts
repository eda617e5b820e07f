import type { Caller } from '@trailbook/access';
import { waitFor } from '@trailbook/testing';
import { IdentityFixture, operatorCaller, OPERATOR_KEY } from './identity.fixture';

jest.setTimeout(60_000);

const identity = new IdentityFixture();
let admin: Caller;
let T: string;

beforeAll(async () => {
  admin = await identity.start();
  T = `/v1/tenants/${admin.tenantUid}`;
});
afterAll(() => identity.stop());

describe('tenants', () => {
  it('are made by the operator, with an administrator and the events of both', async () => {
    const spec = { admin: { emailId: 'root@globex.example', password: 'correct horse battery', firstName: 'R' } };
    const made = await identity.call(operatorCaller, 'POST', '/v1/tenants', { metadata: { name: 'Globex' }, spec });
    expect(made.body).toEqual({ uid: expect.any(String), adminUid: expect.any(String) });
    const event = await identity.eventOf(made.auditUid);
    expect(event.data).toMatchObject({
      tenantUid: made.body.uid,
      actionType: 'create',
      resource: { kind: 'tenant', uid: made.body.uid, name: 'Globex' },
      actor: { actorType: 'service', serviceName: 'platform-operator' },
    });
    const again = await identity.call(operatorCaller, 'POST', '/v1/tenants', { metadata: { name: ' GLOBEX' }, spec });
    expect(again.status).toBe(409);
    const list = await identity.call(operatorCaller, 'GET', '/v1/tenants?limit=1');
    expect(list.body).toMatchObject({ items: [{ metadata: { name: 'Acme' } }], listmeta: { count: 2, limit: 1 } });
  });

  it('are closed to administrators of tenants, and the operator is known by his key', async () => {
    expect((await identity.call(admin, 'GET', '/v1/tenants')).status).toBe(403);
    expect(await identity.principal({ apiKey: OPERATOR_KEY })).toMatchObject({ operator: true, projects: [] });
    expect(await identity.principal({ apiKey: `${OPERATOR_KEY}x` })).toBeUndefined();
  });
});

describe('users', () => {
  it('are made, read, changed and removed, each change with its event', async () => {
    const made = await identity.call(admin, 'POST', `${T}/users`, {
      spec: { emailId: 'Bob@acme.example', firstName: 'Bob', password: 'a first password' },
    });
    expect(made).toMatchObject({ status: 201, body: { uid: expect.any(String) } });
    expect(Object.keys(made.body)).toEqual(['uid']);
    const uid = made.body.uid;
    const created = await identity.eventOf(made.auditUid);
    expect(created.data.resource).toEqual({ kind: 'user', uid, name: 'Bob@acme.example' });
    expect(created.data.actor).toMatchObject({
      actorType: 'user',
      user: { uid: admin.userUid, emailId: admin.emailId },
    });

    const { body } = await identity.call(admin, 'GET', `${T}/users/${uid}`);
    expect(body).toMatchObject({
      metadata: { uid, name: 'Bob' },
      spec: { emailId: 'Bob@acme.example', firstName: 'Bob', lastName: '', roles: [], disabled: false },
    });
    body.spec.lastName = 'Smith';
    const changed = await identity.call(admin, 'PUT', `${T}/users/${uid}`, {
      ...body,
      spec: { ...body.spec, password: 'a second one' },
    });
    expect(changed).toMatchObject({ status: 204, body: undefined });
    expect((await identity.eventOf(changed.auditUid)).data.changes).toEqual([
      { path: '/spec/lastName', before: '', after: 'Smith' },
      { path: '/spec/password', before: '********', after: '********' },
    ]);
    expect((await identity.login('bob@ACME.example', 'a first password', { ip: undefined })).status).toBe(401);
    expect((await identity.login('bob@ACME.example', 'a second one', { ip: undefined })).status).toBe(200);

    const removed = await identity.call(admin, 'DELETE', `${T}/users/${uid}`);
    expect(removed.status).toBe(204);
    expect((await identity.eventOf(removed.auditUid)).data).toMatchObject({ actionType: 'delete', resource: { uid } });
    expect((await identity.call(admin, 'GET', `${T}/users/${uid}`)).status).toBe(404);
    for (const { value } of identity.records)
      expect(value?.toString()).not.toMatch(/a first password|a second one|argon2/);
  });

  it('have an address that is unique in the tenant, whatever its case', async () => {
    await identity.user(admin, 'carol@acme.example');
    const again = await identity.call(admin, 'POST', `${T}/users`, { spec: { emailId: 'CAROL@acme.example' } });
    expect(again).toMatchObject({ status: 409, body: { code: 'ResourceAlreadyExists' } });
    expect(again.auditUid).toBeUndefined();
  });

  it.each([
    [{}, 'spec'],
    [{ spec: [] }, 'spec'],
    [{ spec: { emailId: 'no address' } }, 'spec.emailId'],
    [{ spec: { emailId: 'x@acme.example', firstName: 'a\0' } }, 'spec.firstName'],
    [{ spec: { emailId: 'x@acme.example', lastName: '😀'.repeat(129) } }, 'spec.lastName'],
    [{ spec: { emailId: 'x@acme.example', password: 'short' } }, 'spec.password'],
    [{ spec: { emailId: 'x@acme.example', password: 'Password123' } }, 'spec.password'],
    [{ spec: { emailId: 'x@acme.example', password: 'X@ACME.example' } }, 'spec.password'],
    [{ spec: { emailId: 'x@acme.example', disabled: 'yes' } }, 'spec.disabled'],
  ])('refuse %j, naming %s', async (body, field) => {
    const { status, body: error } = await identity.call(admin, 'POST', `${T}/users`, body);
    expect({ status, field: error.details?.field }).toEqual({ status: 400, field });
  });

  it('may have fields that are null, which is as if they were absent', async () => {
    const uid = await identity.user(admin, 'nulls@acme.example', {
      firstName: null,
      lastName: null,
      password: null,
      disabled: null,
    });
    const spec = { emailId: 'nulls@acme.example', firstName: null, password: null, disabled: null };
    expect((await identity.call(admin, 'PUT', `${T}/users/${uid}`, { spec })).status).toBe(204);
    const key = { metadata: { name: 'nulls' }, spec: { userUid: null, expiry: null, isActive: null } };
    expect((await identity.call(admin, 'POST', `${T}/apiKeys`, key)).status).toBe(201);
  });

  it('are counted in code points', async () => {
    await identity.user(admin, 'emoji@acme.example', { lastName: '😀'.repeat(128) });
  });

  it('are refused at once when they are disabled, and their sessions do not come back', async () => {
    const uid = await identity.user(admin, 'dan@acme.example', { password: 'correct horse battery' });
    const { body } = await identity.login('dan@acme.example', 'correct horse battery', { ip: undefined });
    const { body: key } = await identity.call(admin, 'POST', `${T}/apiKeys`, {
      metadata: { name: 'k' },
      spec: { userUid: uid },
    });
    expect(await identity.principal({ token: body.token })).toMatchObject({ userUid: uid });
    const spec = { emailId: 'dan@acme.example' };
    await identity.call(admin, 'PUT', `${T}/users/${uid}`, { spec: { ...spec, disabled: true } });
    expect(await identity.principal({ token: body.token })).toBeUndefined();
    expect(await identity.principal({ apiKey: key.apiKey })).toBeUndefined();
    expect((await identity.login('dan@acme.example', 'correct horse battery', { ip: undefined })).status).toBe(401);
    await identity.call(admin, 'PUT', `${T}/users/${uid}`, { spec: { ...spec, disabled: false } });
    expect(await identity.principal({ token: body.token })).toBeUndefined();
    expect(await identity.principal({ apiKey: key.apiKey })).toMatchObject({ userUid: uid });
  });
});

describe('API keys', () => {
  it('are shown once, tell their last use, and end when they expire or are revoked', async () => {
    const made = await identity.call(admin, 'POST', `${T}/apiKeys`, { metadata: { name: 'ci' } });
    const { uid, apiKey } = made.body;
    expect(apiKey).toMatch(/^tb_[A-Za-z0-9_-]{43}$/);
    expect((await identity.eventOf(made.auditUid)).data).toMatchObject({
      actionType: 'create',
      resource: { kind: 'apikey', uid, name: 'ci' },
    });
    for (const { value } of identity.records) expect(value?.toString()).not.toContain(apiKey.slice(3, 20));
    expect((await identity.principal({ apiKey }))?.userUid).toBe(admin.userUid);
    expect(
      await identity.principal({ apiKey: `${apiKey.slice(0, -1)}${apiKey.endsWith('A') ? 'B' : 'A'}` }),
    ).toBeUndefined();
    const { body } = await identity.call(admin, 'GET', `${T}/apiKeys/${uid}`);
    expect(JSON.stringify(body)).not.toContain(apiKey.slice(3, 20));
    expect(body).toMatchObject({
      spec: { userUid: admin.userUid, isActive: true },
      status: { lastUsedTimestamp: expect.stringMatching(/Z$/) },
    });
    await identity.call(admin, 'PUT', `${T}/apiKeys/${uid}`, { ...body, spec: { ...body.spec, isActive: false } });
    expect(await identity.principal({ apiKey })).toBeUndefined();
    const back = await identity.call(admin, 'PUT', `${T}/apiKeys/${uid}`, body);
    expect(back).toMatchObject({ status: 409, body: { code: 'ApiKeyRevoked' } });
    expect((await identity.call(admin, 'DELETE', `${T}/apiKeys/${uid}`)).status).toBe(204);

    const soon = new Date(Date.now() + 400).toISOString();
    const short = await identity.call(admin, 'POST', `${T}/apiKeys`, {
      metadata: { name: 's' },
      spec: { expiry: soon },
    });
    expect(await identity.principal({ apiKey: short.body.apiKey })).toBeDefined();
    await waitFor('its end', async () => (await identity.principal({ apiKey: short.body.apiKey })) === undefined);
    const past = await identity.call(admin, 'POST', `${T}/apiKeys`, {
      metadata: { name: 'p' },
      spec: { expiry: '2020-01-01T00:00:00Z' },
    });
    expect(past.body.details.field).toBe('spec.expiry');
  });
});
