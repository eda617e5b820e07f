import { gatewayItself, type Caller, type Principal } from '@trailbook/access';
import type { AuditEvent } from '@trailbook/contract';
import { asAdministrator, waitFor } from '@trailbook/testing';
import { IdentityFixture, type Answer } from '../identity.fixture';

jest.setTimeout(60_000);

const issuer = 'https://login.acme.example';
const identity = new IdentityFixture();
let admin: Caller;
let T: string;
let projectUid: string;

beforeAll(async () => {
  admin = await identity.start();
  T = `/v1/tenants/${admin.tenantUid}`;
  projectUid = (await identity.call(admin, 'POST', `${T}/projects`, { metadata: { name: 'Payments' } })).body.uid;
});
afterAll(() => identity.stop());

let clock = 1_700_000_000;
/** What the gateway says of a token that is newer than all before. */
const assertion = (subject: string, more: object = {}) => ({
  issuer,
  subject,
  issuedAt: (clock += 1),
  tenant: 'ACME',
  emailId: `${subject}@acme.example`,
  firstName: 'Sub',
  lastName: 'Ject',
  linkByEmail: false,
  roles: [] as { role: string; project?: string }[],
  ...more,
});
const principal = async (body: object): Promise<{ status: number; body: Principal }> => {
  const answer = await identity.call(gatewayItself, 'POST', '/internal/external-principal', body);
  return { status: answer.status, body: answer.body as unknown as Principal };
};
const session = (body: object, ip = '203.0.113.9'): Promise<Answer> =>
  identity.call(gatewayItself, 'POST', '/internal/external-session', { assertion: body, ip });

const eventsOf = (wanted: (event: AuditEvent) => boolean): AuditEvent[] => identity.events().filter(wanted);
const messagesAbout = (emailId: string) =>
  eventsOf(
    ({ resource, data }) => Boolean(resource.name?.includes(emailId)) && data.actor.serviceName === 'identity',
  ).map(({ data }) => data.actionMsg);

describe('a user of an issuer', () => {
  it('is made by his first token, with the roles that it gives; all of it is in the log', async () => {
    const roles = [{ role: 'Tenant Viewer' }, { role: 'project-editor', project: 'payments' }];
    const { status, body } = await principal(assertion('first', { roles }));
    expect(status).toBe(200);
    expect(body).toMatchObject({ tenantUid: admin.tenantUid, emailId: 'first@acme.example', firstName: 'Sub' });
    expect(body.tenantPermissions.sort()).toEqual(['audit.get', 'audit.list']);
    expect(body.projects).toMatchObject([{ uid: projectUid, permissions: expect.arrayContaining(['audit.note']) }]);
    const user = await identity.call(admin, 'GET', `${T}/users/${body.userUid}`);
    expect(user.body).toMatchObject({ spec: { roles: ['Tenant Viewer'] }, status: { issuer } });
    const bindings = await identity.call(admin, 'GET', `${T}/roleBindings?userUid=${body.userUid}`);
    expect(bindings.body.items.map(({ spec }) => spec)).toMatchObject([{ issuer }, { issuer, projectUid }]);
    await waitFor('the entries', () => messagesAbout('first@acme.example').length === 3);
    expect(messagesAbout('first@acme.example')).toEqual([
      `Created the user first@acme.example, whom ${issuer} has let in`,
      `Gave first@acme.example the role Tenant Viewer, as ${issuer} says`,
      `Gave first@acme.example the role Project Editor in Payments, as ${issuer} says`,
    ]);
  });

  it('keeps to the newest token: what it no longer gives is taken, and an older one brings nothing back', async () => {
    const older = assertion('moves', { roles: [{ role: 'tenant-admin' }] });
    const { body } = await principal(older);
    const newer = assertion('moves', { firstName: 'New', roles: [{ role: 'Project Viewer', project: projectUid }] });
    expect((await principal(newer)).body).toMatchObject({
      userUid: body.userUid,
      firstName: 'New',
      tenantPermissions: [],
    });
    expect((await principal(older)).body).toMatchObject({ firstName: 'New', tenantPermissions: [] });
    const { body: again } = await principal(assertion('moves', { roles: newer.roles, firstName: 'New' }));
    expect(again.projects).toHaveLength(1);
    await waitFor('the entries', () => messagesAbout('moves@acme.example').length >= 5);
    // The last token said nothing new.
    expect(messagesAbout('moves@acme.example')).toHaveLength(5);
  });

  it('gets nothing from a role or a project that is not there, or from one in the wrong scope', async () => {
    const roles = [
      { role: 'No such role' },
      { role: 'Project Viewer' },
      { role: 'Tenant Admin', project: 'Payments' },
      { role: 'Project Admin', project: 'Nowhere' },
    ];
    expect((await principal(assertion('nothing', { roles }))).body).toMatchObject({
      tenantPermissions: [],
      projects: [],
    });
  });

  it('keeps what people gave him here, and can give what he holds', async () => {
    const { body } = await principal(assertion('mixed', { roles: [{ role: 'tenant-admin' }] }));
    const given = await identity.call(admin, 'POST', `${T}/roleBindings`, {
      spec: { userUid: body.userUid, roleUid: 'tenant-viewer' },
    });
    expect(given.status).toBe(201);
    const key = await identity.call({ ...admin, userUid: body.userUid }, 'POST', `${T}/apiKeys`, {
      metadata: { name: 'own' },
    });
    expect((await identity.principal({ apiKey: key.body.apiKey }))?.tenantPermissions).toContain('user.create');
    const { body: later } = await principal(assertion('mixed'));
    expect(later.tenantPermissions.sort()).toEqual(['audit.get', 'audit.list']);
  });

  it('is the same however many requests come at once', async () => {
    const first = assertion('at-once', { roles: [{ role: 'tenant-viewer' }] });
    const all = await Promise.all(Array.from({ length: 8 }, () => principal(first)));
    expect(new Set(all.map(({ status, body }) => `${status} ${body.userUid}`)).size).toBe(1);
  });

  it.each([
    ['of a tenant that does not exist', { tenant: 'Nobody' }],
    ['with the address of a user who was made here', { emailId: 'ADA@acme.example' }],
    ['with the address of another user of the issuer', { emailId: 'first@acme.example', linkByEmail: true }],
    ['without an address', { emailId: '' }],
  ])('is refused %s', async (_what, more) => {
    expect([400, 401]).toContain((await principal(assertion('refused', more))).status);
  });

  it('is refused while an administrator keeps him disabled', async () => {
    const { body } = await principal(assertion('off'));
    const spec = { emailId: 'off@acme.example', disabled: true };
    await identity.call(admin, 'PUT', `${T}/users/${body.userUid}`, { spec });
    expect((await principal(assertion('off', { roles: [{ role: 'tenant-admin' }] }))).status).toBe(401);
    expect((await session(assertion('off'))).status).toBe(401);
  });

  it('is the user of his address who was made here, where the issuer may say so', async () => {
    const { body } = await identity.call(admin, 'POST', `${T}/users`, { spec: { emailId: 'known@acme.example' } });
    const linked = await principal(assertion('known', { linkByEmail: true, roles: [{ role: 'tenant-viewer' }] }));
    expect(linked.body).toMatchObject({ userUid: body.uid });
    await waitFor('the entry', () =>
      messagesAbout('known@acme.example').includes(`Updated the user known@acme.example as ${issuer} says`),
    );
  });

  it('keeps nothing by which somebody was let in as that user before: not the password, no session, no key', async () => {
    const [emailId, password] = ['claimed@acme.example', 'chosen by whoever came first'];
    const uid = await identity.user(admin, emailId, { password });
    const early = await identity.login(emailId, password, { remember: true });
    const { token, device } = early.body;
    const made = await identity.call({ ...admin, userUid: uid }, 'POST', `${T}/apiKeys`, {
      metadata: { name: 'early' },
    });
    const { apiKey } = made.body;
    expect([await identity.principal({ token }), await identity.principal({ apiKey })]).not.toContain(undefined);
    const linked = await session(assertion('claimed', { linkByEmail: true }));
    expect(await identity.principal({ token: linked.body.token })).toMatchObject({ userUid: uid });
    expect(await identity.principal({ token })).toBeUndefined();
    expect(await identity.principal({ apiKey })).toBeUndefined();
    expect((await identity.login(emailId, password, { ip: '203.0.113.20', device })).status).toBe(401);
    expect(
      (
        await identity.call({ ...admin, userUid: uid }, 'PUT', '/v1/me/password', {
          currentPassword: password,
          password: 'another good password',
        })
      ).body.code,
    ).toBe('NoPassword');
    const set = await identity.call(admin, 'PUT', `${T}/users/${uid}`, { spec: { emailId, password } });
    expect([set.status, set.body.code]).toEqual([409, 'UserOfIssuer']);
    const key = await identity.call(admin, 'GET', `${T}/apiKeys/${made.body.uid}`);
    expect(key.body.spec).toMatchObject({ isActive: false });
    const messages = await waitFor('the entries', () => messagesAbout(emailId).length >= 2 && messagesAbout(emailId));
    expect(messages).toContain(`Linked the user ${emailId} to ${issuer}: the password and all sessions of before end`);
    const [revoked] = eventsOf(({ resource, data }) => resource.uid === made.body.uid && data.actionType === 'update');
    expect(revoked?.data.actionMsg).toBe(`Revoked the API key early of ${emailId}, whom ${issuer} lets in from now on`);
    // What comes later is the user's own: another sign-in ends nothing.
    const own = await identity.call({ ...admin, userUid: uid }, 'POST', `${T}/apiKeys`, { metadata: { name: 'own' } });
    expect((await session(assertion('claimed', { linkByEmail: true }))).status).toBe(200);
    expect(await identity.principal({ apiKey: own.body.apiKey })).toBeDefined();
    expect(await identity.principal({ token: linked.body.token })).toBeDefined();
  });

  it('has no password, even where one was left from before', async () => {
    const { body } = await principal(assertion('leftover'));
    const ada = `(SELECT password_hash FROM identity.user_account WHERE uid = '${admin.userUid}')`;
    await asAdministrator(identity.database.name, (client) =>
      client.query(`UPDATE identity.user_account SET password_hash = ${ada} WHERE uid = $1`, [body.userUid]),
    );
    expect(
      (await identity.login('leftover@acme.example', 'correct horse battery', { ip: '203.0.113.21' })).status,
    ).toBe(401);
  });

  it('does not keep a tenant from being left without an administrator of its own', async () => {
    const { body } = await principal(assertion('chief', { roles: [{ role: 'tenant-admin' }] }));
    const chief = { ...admin, userUid: body.userUid };
    expect((await identity.call(chief, 'DELETE', `${T}/users/${admin.userUid}`)).body.code).toBe('LastTenantAdmin');
  });
});

describe('a login by an issuer', () => {
  it('gives a session, and is in the log as the user’s', async () => {
    const { status, body } = await session(assertion('login', { roles: [{ role: 'tenant-viewer' }] }), '203.0.113.10');
    expect(status).toBe(200);
    const who = await identity.principal({ token: body.token });
    expect(who).toMatchObject({
      emailId: 'login@acme.example',
      tenantPermissions: expect.arrayContaining(['audit.list']),
    });
    const [event] = await waitFor('its entry', () => {
      const found = eventsOf(({ data }) => data.request?.ip === '203.0.113.10');
      return found.length > 0 && found;
    });
    expect(event?.data).toMatchObject({
      tenantUid: admin.tenantUid,
      actionType: 'activity',
      outcome: 'success',
      actor: { actorType: 'user', user: { uid: who?.userUid, emailId: 'login@acme.example', org: 'Acme' } },
      resource: { kind: 'session' },
      attributes: { issuer },
    });
  });

  const refused = (ip: string, isForged?: boolean) =>
    identity.call(gatewayItself, 'POST', '/internal/external-session/refused', {
      issuer,
      reason: 'no code',
      ip,
      isForged,
    });
  const failuresFrom = (ip: string) => eventsOf(({ data }) => data.request?.ip === ip && data.outcome === 'failure');

  it('that is forged is in the log with its reason, and ten from one address are enough', async () => {
    const ip = '203.0.113.11';
    for (let index = 0; index < 10; index += 1) expect((await refused(ip)).status).toBe(204);
    expect((await refused(ip)).status).toBe(429);
    const failures = await waitFor('their entries', () => failuresFrom(ip).length === 10 && failuresFrom(ip));
    expect(failures[0]?.data).toMatchObject({ tenantUid: 'trailbook', outcome: 'failure', attributes: { issuer } });
    // It is the issuer that says who they are: what others forge keeps nobody out, neither here nor by password.
    expect((await session(assertion('login'), ip)).status).toBe(200);
    expect((await identity.login('ada@acme.example', 'correct horse battery', { ip })).status).toBe(200);
  });

  it('that is cancelled or not let in counts for nothing, and writes no more than some entries', async () => {
    const ip = '203.0.113.12';
    for (let index = 0; index < 12; index += 1) {
      expect((await refused(ip, false)).status).toBe(204);
      expect((await session(assertion('nowhere', { tenant: 'Nobody' }), ip)).status).toBe(401);
    }
    expect((await session(assertion('login'), ip)).status).toBe(200);
    expect((await identity.login('ada@acme.example', 'correct horse battery', { ip })).status).toBe(200);
    await waitFor('the last entry', () => eventsOf(({ data }) => data.request?.ip === ip).length === 22);
    const isOfNoTenant = (event: AuditEvent) => event.data.actionMsg?.includes('there is no tenant Nobody');
    expect(failuresFrom(ip)).toHaveLength(20);
    expect(failuresFrom(ip).filter(isOfNoTenant)).toHaveLength(10);
  });

  it('is for the gateway alone', async () => {
    expect((await identity.call(admin, 'POST', '/internal/external-principal', assertion('x'))).status).toBe(403);
    expect((await identity.call(undefined, 'POST', '/internal/external-session', assertion('x'))).status).toBe(401);
  });
});
