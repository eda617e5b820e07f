import type { Caller } from '@trailbook/access';
import { asAdministrator, waitFor } from '@trailbook/testing';
import { IdentityFixture } from '../identity.fixture';

jest.setTimeout(60_000);

const PASSWORD = 'correct horse battery';
const identity = new IdentityFixture();
let admin: Caller;
let T: string;

beforeAll(async () => {
  admin = await identity.start();
  T = `/v1/tenants/${admin.tenantUid}`;
});
afterAll(() => identity.stop());

interface SessionItem {
  metadata: { uid: string };
  spec: { userUid: string; ip?: string; userAgent?: string };
  status: { isCurrent: boolean; lastUsedTimestamp: string };
}

const logIn = async (emailId: string, more: object = {}): Promise<{ token: string; caller: Caller }> => {
  const { token } = (await identity.login(emailId, PASSWORD, { ip: undefined, ...more })).body;
  return { token, caller: await identity.callerWith({ token }) };
};
const sessionsOf = async (caller: Caller, url = '/v1/me/sessions') =>
  (await identity.call(caller, 'GET', url)).body.items as unknown as SessionItem[];
const goesOn = async (token: string) => (await identity.principal({ token })) !== undefined;
const rewind = (uid: string, minutes: number) =>
  asAdministrator(identity.database.name, (client) =>
    client.query('UPDATE identity.session SET last_used_at = now() - make_interval(mins => $2) WHERE uid = $1', [
      uid,
      minutes,
    ]),
  );

describe('a session', () => {
  it('ends when its user logs out, alone, and that is in the log', async () => {
    await identity.user(admin, 'out@acme.example', { password: PASSWORD });
    const [one, other] = [await logIn('out@acme.example'), await logIn('out@acme.example')];
    const answer = await identity.call(one.caller, 'POST', '/v1/me/logout');
    expect(answer).toMatchObject({ status: 204, auditUid: expect.any(String) });
    expect([await goesOn(one.token), await goesOn(other.token)]).toEqual([false, true]);
    const event = await identity.eventOf(answer.auditUid);
    expect(event.data).toMatchObject({
      actionType: 'activity',
      actionMsg: 'out@acme.example logged out',
      outcome: 'success',
      actor: { user: { uid: one.caller.userUid } },
      resource: { kind: 'session', uid: one.caller.sessionUid },
    });
    expect((await identity.call(one.caller, 'POST', '/v1/me/logout')).status).toBe(404);
    const byKey = await identity.call({ ...one.caller, sessionUid: undefined }, 'POST', '/v1/me/logout');
    expect(byKey).toMatchObject({ status: 409, body: { code: 'NoSession' } });
  });

  it('is seen by its user, who ends another one or all others', async () => {
    await identity.user(admin, 'mine@acme.example', { password: PASSWORD });
    const here = await logIn('mine@acme.example', { ip: '203.0.113.5', userAgent: 'a browser' });
    const [phone, tablet, old] = [
      await logIn('mine@acme.example'),
      await logIn('mine@acme.example'),
      await logIn('mine@acme.example'),
    ];
    const seen = await sessionsOf(here.caller);
    expect(seen).toHaveLength(4);
    expect(seen[0]).toMatchObject({
      metadata: { uid: here.caller.sessionUid, creationTimestamp: expect.any(String) },
      spec: { userUid: here.caller.userUid, ip: '203.0.113.5', userAgent: 'a browser' },
      status: { isCurrent: true },
    });
    expect(seen.filter(({ status }) => status.isCurrent)).toHaveLength(1);
    const end = (uid = '') => identity.call(here.caller, 'DELETE', `/v1/me/sessions/${uid}`);
    expect((await end(phone.caller.sessionUid)).status).toBe(204);
    expect([await goesOn(phone.token), await goesOn(tablet.token)]).toEqual([false, true]);
    expect((await end(admin.sessionUid)).status).toBe(404);
    const others = await identity.call(here.caller, 'DELETE', '/v1/me/sessions');
    expect(others.status).toBe(204);
    expect([await goesOn(here.token), await goesOn(tablet.token), await goesOn(old.token)]).toEqual([
      true,
      false,
      false,
    ]);
    expect((await identity.eventOf(others.auditUid)).data.actionMsg).toBe('mine@acme.example ended 2 other sessions');
    expect(await sessionsOf(here.caller)).toHaveLength(1);
  });

  it('is seen and ended by an administrator who may do all that its user may', async () => {
    const uid = await identity.user(admin, 'theirs@acme.example', { password: PASSWORD });
    const [one, other] = [await logIn('theirs@acme.example'), await logIn('theirs@acme.example')];
    expect(await sessionsOf(admin, `${T}/sessions?userUid=${uid}`)).toHaveLength(2);
    const ended = await identity.call(admin, 'DELETE', `${T}/sessions/${one.caller.sessionUid}`);
    expect(ended.status).toBe(204);
    expect((await identity.eventOf(ended.auditUid)).data).toMatchObject({
      actionMsg: 'Ended a session of theirs@acme.example',
      actor: { user: { uid: admin.userUid } },
    });
    expect([await goesOn(one.token), await goesOn(other.token)]).toEqual([false, true]);
    expect((await identity.call(admin, 'DELETE', `${T}/users/${uid}/sessions`)).status).toBe(204);
    expect(await goesOn(other.token)).toBe(false);
    const helper = { ...admin, userUid: uid, permissions: ['user.update' as const], sessionUid: undefined };
    const chiefs = `${T}/sessions/${admin.sessionUid}`;
    expect((await identity.call(helper, 'DELETE', chiefs)).status).toBe(403);
    expect((await identity.call(helper, 'DELETE', `${T}/users/${admin.userUid}/sessions`)).status).toBe(403);
    const stranger = await identity.tenant('Strangers', 'sam@strangers.example');
    const foreign = `/v1/tenants/${stranger.tenantUid}/sessions/${admin.sessionUid}`;
    expect((await identity.call(stranger, 'DELETE', foreign)).status).toBe(404);
    expect(await sessionsOf(stranger, `/v1/tenants/${stranger.tenantUid}/sessions`)).toHaveLength(1);
  });

  it('ends when it was not used for long, and goes on while it is', async () => {
    await identity.user(admin, 'idle@acme.example', { password: PASSWORD });
    const { token, caller } = await logIn('idle@acme.example');
    const uid = caller.sessionUid ?? '';
    await rewind(uid, 719);
    expect(await goesOn(token)).toBe(true);
    const [used] = await sessionsOf(caller);
    expect(Date.now() - Date.parse(used?.status.lastUsedTimestamp ?? '')).toBeLessThan(60_000);
    await rewind(uid, 721);
    expect(await goesOn(token)).toBe(false);
    expect(await sessionsOf(caller)).toEqual([]);
  });

  it('ends with its user’s password, and leaves no trace among those that go on', async () => {
    await identity.user(admin, 'renew@acme.example', { password: PASSWORD });
    const [one, other] = [await logIn('renew@acme.example'), await logIn('renew@acme.example')];
    const body = { currentPassword: PASSWORD, password: 'another good password' };
    const changed = await identity.call(one.caller, 'PUT', '/v1/me/password', body);
    const fresh = (changed.body as unknown as { Authorization: string }).Authorization;
    expect([await goesOn(one.token), await goesOn(other.token), await goesOn(fresh)]).toEqual([false, false, true]);
    expect(await sessionsOf(one.caller)).toHaveLength(1);
    const spec = { emailId: 'renew@acme.example', disabled: true };
    await identity.call(admin, 'PUT', `${T}/users/${one.caller.userUid}`, { spec });
    expect(await sessionsOf(admin, `${T}/sessions?userUid=${one.caller.userUid}`)).toEqual([]);
  });

  it('that is over is swept away by later logins', async () => {
    const { caller } = await logIn('ada@acme.example');
    await asAdministrator(identity.database.name, (client) =>
      client.query(`UPDATE identity.session SET ends_at = now() - interval '1 minute' WHERE uid = $1`, [
        caller.sessionUid,
      ]),
    );
    await logIn('ada@acme.example');
    const left = await waitFor('the rows', () =>
      asAdministrator(identity.database.name, async (client) => {
        const { rows } = await client.query('SELECT 1 FROM identity.session WHERE uid = $1', [caller.sessionUid]);
        return { rows };
      }),
    );
    expect(left.rows).toEqual([]);
  });
});
