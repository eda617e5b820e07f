import { createSigner } from 'fast-jwt';
import { generateKeyPairSync } from 'node:crypto';
import type { Caller } from '@trailbook/access';
import { waitFor } from '@trailbook/testing';
import { IdentityFixture } from '../identity.fixture';
import { limits } from './attempt-limit';
import { PasswordHasher } from './password-hasher';

jest.setTimeout(60_000);

const PASSWORD = 'correct horse battery';
const identity = new IdentityFixture();
let admin: Caller;
let last = 0;
/** A network address that no other login here came from. */
const ip = () => `198.51.100.${(last += 1)}`;

beforeAll(async () => {
  admin = await identity.start();
});
afterAll(() => identity.stop());

const sessionEvents = () => identity.events().filter(({ resource }) => resource.kind === 'session');
const userIn = (caller: Caller, emailId: string) => identity.user(caller, emailId, { password: PASSWORD });

describe('a login', () => {
  it('gives a session of twelve hours, and is in the log', async () => {
    const from = ip();
    const { status, body } = await identity.login('ADA@acme.example', PASSWORD, { ip: from, userAgent: 'curl' });
    expect(status).toBe(200);
    const [header, claims] = body.token
      .split('.')
      .slice(0, 2)
      .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>);
    expect(header).toMatchObject({ alg: 'EdDSA', kid: expect.any(String) });
    expect(Number(claims?.exp) - Number(claims?.iat)).toBe(12 * 60 * 60);
    expect(await identity.principal({ token: body.token })).toMatchObject({ emailId: 'ada@acme.example' });
    const event = await waitFor('its event', () => sessionEvents().find(({ data }) => data.request?.ip === from));
    expect(event.data).toMatchObject({
      tenantUid: admin.tenantUid,
      actionType: 'activity',
      outcome: 'success',
      actor: { actorType: 'user', user: { uid: admin.userUid, emailId: 'ada@acme.example', org: 'Acme' } },
      request: { ip: from, userAgent: 'curl' },
    });
  });

  it('that fails is in the log of the tenant that was meant, and never with what was typed as a password', async () => {
    const cases = [
      { emailId: 'ada@acme.example', org: undefined, tenantUid: admin.tenantUid, actorType: 'user' },
      { emailId: 'nobody@acme.example', org: 'acme', tenantUid: admin.tenantUid, actorType: 'service' },
      { emailId: 'nobody@acme.example', org: undefined, tenantUid: 'trailbook', actorType: 'service' },
      { emailId: 'Secret-in-the-wrong-field', org: undefined, tenantUid: 'trailbook', actorType: 'service' },
    ];
    for (const { emailId, org, tenantUid, actorType } of cases) {
      const from = ip();
      const { status, body } = await identity.login(emailId, 'Wrong-password-1', { ip: from, org });
      expect({ status, code: body.code, message: body.message }).toEqual({
        status: 401,
        code: 'Unauthorized',
        message: 'The e-mail address or the password is wrong',
      });
      const event = await waitFor('its event', () => sessionEvents().find(({ data }) => data.request?.ip === from));
      expect(event.data).toMatchObject({ tenantUid, outcome: 'failure', actor: { actorType } });
    }
    for (const { value } of identity.records) expect(value?.toString()).not.toMatch(/Wrong-password|wrong-field/i);
  });

  it('needs the tenant where the address is known in several', async () => {
    const other = await identity.tenant('Initech', 'peter@initech.example');
    await userIn(admin, 'both@example.com');
    await userIn(other, 'both@example.com');
    expect((await identity.login('both@example.com', PASSWORD, { ip: ip() })).status).toBe(401);
    for (const [org, tenantUid] of [
      ['initech', other.tenantUid],
      [admin.tenantUid, admin.tenantUid],
    ] as const) {
      const { body } = await identity.login('both@example.com', PASSWORD, { ip: ip(), org });
      expect((await identity.principal({ token: body.token }))?.tenantUid).toBe(tenantUid);
    }
    expect((await identity.login('both@example.com', PASSWORD, { ip: ip(), org: 'Globex' })).status).toBe(401);
  });

  it('hashes once, whoever is meant and whatever is wrong', async () => {
    const verify = jest.spyOn(identity.get(PasswordHasher), 'verify');
    const hash = jest.spyOn(identity.get(PasswordHasher), 'hash');
    const locked = await userIn(admin, 'locked@acme.example');
    const spec = { emailId: 'locked@acme.example', disabled: true };
    await identity.call(admin, 'PUT', `/v1/tenants/${admin.tenantUid}/users/${locked}`, { spec });
    hash.mockClear();
    for (const emailId of ['ada@acme.example', 'nobody@acme.example', 'both@example.com', 'locked@acme.example']) {
      verify.mockClear();
      expect((await identity.login(emailId, 'wrong', { ip: ip() })).status).toBe(401);
      expect(verify).toHaveBeenCalledTimes(1);
      expect(await verify.mock.results[0]?.value).toBe(false);
    }
    expect(hash).not.toHaveBeenCalled();
    jest.restoreAllMocks();
  });
});

describe('one’s own password', () => {
  const change = (caller: Caller, currentPassword: string, password: string) =>
    identity.call(caller, 'PUT', '/v1/me/password', { currentPassword, password });

  async function somebody(emailId: string): Promise<{ caller: Caller; token: string }> {
    await userIn(admin, emailId);
    const { token } = (await identity.login(emailId, PASSWORD, { ip: ip() })).body;
    return { caller: { ...(await identity.callerWith({ token })), ip: ip() }, token };
  }

  it('is set anew without any permission by whoever knows it; other sessions end', async () => {
    const { caller, token } = await somebody('own@acme.example');
    expect(caller.permissions).toEqual([]);
    const changed = await change(caller, PASSWORD, 'another good password');
    expect(changed).toMatchObject({ status: 200, auditUid: expect.any(String) });
    expect(await identity.principal({ token })).toBeUndefined();
    const fresh = (changed.body as unknown as { Authorization: string }).Authorization;
    expect(await identity.principal({ token: fresh })).toMatchObject({ emailId: 'own@acme.example' });
    expect((await identity.login('own@acme.example', PASSWORD, { ip: ip() })).status).toBe(401);
    expect((await identity.login('own@acme.example', 'another good password', { ip: ip() })).status).toBe(200);
    const event = await identity.eventOf(changed.auditUid);
    expect(event.data).toMatchObject({ actionType: 'update', resource: { kind: 'user', uid: caller.userUid } });
    expect(JSON.stringify(event.data)).not.toMatch(/good password|argon2/);
  });

  it('can not be guessed here either: ten wrong ones are enough, and all are in the log', async () => {
    const { caller, token } = await somebody('guessed@acme.example');
    for (let index = 0; index < limits.guesses.free; index += 1) {
      const refused = await change({ ...caller, ip: ip() }, `guess ${index}`, 'another good password');
      expect(refused).toMatchObject({ status: 400, body: { details: { field: 'currentPassword' } } });
    }
    expect((await change({ ...caller, ip: ip() }, PASSWORD, 'another good password')).status).toBe(429);
    // Whoever has taken over a session cannot keep its user from logging in.
    expect((await identity.login('guessed@acme.example', PASSWORD, { ip: ip() })).status).toBe(200);
    expect(await identity.principal({ token })).toBeDefined();
    const failures = () =>
      identity.events().filter(({ data }) => data.actor.user?.uid === caller.userUid && data.outcome === 'failure');
    await waitFor('their events', () => failures().length === limits.guesses.free);
  });

  it('is one however it is typed, and none that is easily guessed', async () => {
    const { caller } = await somebody('typed@acme.example');
    for (const weak of ['Iloveyou1', 'typed@acme.example']) {
      const refused = await change(caller, PASSWORD, weak);
      expect(refused).toMatchObject({ status: 400, body: { details: { field: 'password' } } });
    }
    const [composed, decomposed] = ['un caf\u00e9 cr\u00e8me', 'un cafe\u0301 cre\u0300me'];
    expect((await change(caller, PASSWORD, composed)).status).toBe(200);
    expect((await identity.login('typed@acme.example', decomposed, { ip: ip() })).status).toBe(200);
  });

  it('is not for whom has none, and no short one', async () => {
    const { caller } = await somebody('short@acme.example');
    expect((await change(caller, PASSWORD, 'short')).status).toBe(400);
    const { body } = await identity.call(admin, 'POST', `/v1/tenants/${admin.tenantUid}/users`, {
      spec: { emailId: 'keys-only@acme.example' },
    });
    expect((await change({ ...caller, userUid: body.uid }, PASSWORD, 'another good password')).body.code).toBe(
      'NoPassword',
    );
  });
});

describe('a token', () => {
  it('of another key, altered, ended or for something else is refused', async () => {
    const { body } = await identity.login('ada@acme.example', PASSWORD, { ip: ip() });
    const [header = '', payload = '', signature = ''] = body.token.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
    const other = generateKeyPairSync('ed25519', {
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    });
    const altered = Buffer.from(JSON.stringify({ ...claims, sub: 'somebody' })).toString('base64url');
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url');
    for (const token of [
      createSigner({ algorithm: 'EdDSA', key: other.privateKey })(claims),
      createSigner({ algorithm: 'HS256', key: other.publicKey.replace(/-----.*-----|\n/g, '') })(claims),
      `${header}.${altered}.${signature}`,
      `${none}.${payload}.`,
      // Of the same bytes: the last character of 64 has four bits that stand for nothing.
      `${header}.${payload}.${signature.slice(0, -1)}${String.fromCharCode(signature.charCodeAt(85) + 1)}`,
      'a.b.c',
      'x'.repeat(8192),
    ]) {
      expect(await identity.principal({ token })).toBeUndefined();
    }
    expect(await identity.principal({ token: body.token })).toBeDefined();
  });
});
