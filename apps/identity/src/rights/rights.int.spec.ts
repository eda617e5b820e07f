import type { Caller } from '@trailbook/access';
import { IdentityFixture } from '../identity.fixture';

jest.setTimeout(60_000);

const identity = new IdentityFixture();
let admin: Caller;
let T: string;

beforeAll(async () => {
  admin = await identity.start();
  T = `/v1/tenants/${admin.tenantUid}`;
});
afterAll(() => identity.stop());

const bind = (caller: Caller, userUid: string, roleUid: string, projectUid?: string) =>
  identity.call(caller, 'POST', `${T}/roleBindings`, { spec: { userUid, roleUid, projectUid } });

async function actingAs(userUid: string): Promise<Caller> {
  const { body } = await identity.call(admin, 'POST', `${T}/apiKeys`, {
    metadata: { name: 'spec' },
    spec: { userUid },
  });
  return identity.callerWith({ apiKey: body.apiKey });
}

async function role(name: string, permissions: string[], scope = 'tenant'): Promise<string> {
  const { body } = await identity.call(admin, 'POST', `${T}/roles`, {
    metadata: { name },
    spec: { scope, permissions },
  });
  return body.uid;
}

describe('roles', () => {
  it('are the built-in ones and those of the tenant, walked as one list', async () => {
    const uid = await role('Auditor', ['audit.get', 'audit.list', 'audit.export']);
    const first = await identity.call(admin, 'GET', `${T}/roles?limit=3`);
    const rest = await identity.call(admin, 'GET', `${T}/roles?continue=${first.body.listmeta.continue}`);
    const names = [...first.body.items, ...rest.body.items].map(({ metadata }) => metadata.name);
    expect(names.slice(0, 5)).toEqual([
      'Tenant Admin',
      'Tenant Viewer',
      'Project Admin',
      'Project Editor',
      'Project Viewer',
    ]);
    expect(names).toContain('Auditor');
    const answer = await identity.call(admin, 'GET', `${T}/roles/${uid}`);
    expect(answer.body.spec).toEqual({
      scope: 'tenant',
      permissions: ['audit.export', 'audit.get', 'audit.list'],
      builtIn: false,
    });
  });

  it('can not be made of what does not exist in a project, nor under a name that is taken', async () => {
    const post = (name: string, scope: string, permissions: string[]) =>
      identity.call(admin, 'POST', `${T}/roles`, { metadata: { name }, spec: { scope, permissions } });
    expect((await post('x', 'project', ['user.list'])).body.details.field).toBe('spec.permissions');
    expect((await post('x', 'tenant', ['tenant.create'])).status).toBe(400);
    expect((await post('tenant ADMIN', 'tenant', [])).status).toBe(409);
    expect((await identity.call(admin, 'DELETE', `${T}/roles/tenant-viewer`)).status).toBe(403);
  });

  it('take effect at once, and stay while somebody holds them', async () => {
    const uid = await role('Reader', ['audit.get']);
    const holder = await identity.user(admin, 'eve@acme.example');
    const bound = await bind(admin, holder, uid);
    expect((await actingAs(holder)).permissions).toEqual(['audit.get']);
    const spec = { scope: 'tenant', permissions: ['audit.get', 'audit.list'] };
    const changed = await identity.call(admin, 'PUT', `${T}/roles/${uid}`, { metadata: { name: 'Reader' }, spec });
    expect(changed.status).toBe(204);
    expect((await actingAs(holder)).permissions).toEqual(['audit.get', 'audit.list']);
    expect((await identity.call(admin, 'DELETE', `${T}/roles/${uid}`)).body.code).toBe('RoleInUse');
    expect((await identity.call(admin, 'DELETE', `${T}/roleBindings/${bound.body.uid}`)).status).toBe(204);
    expect((await actingAs(holder)).permissions).toEqual([]);
    expect((await identity.call(admin, 'DELETE', `${T}/roles/${uid}`)).status).toBe(204);
  });
});

describe('nobody grants what he does not hold', () => {
  let deputy: Caller;
  let target: string;

  beforeAll(async () => {
    const permissions = [
      'user.list',
      'user.create',
      'user.update',
      'role.bind',
      'role.create',
      'role.update',
      'apikey.create',
      'audit.get',
    ];
    const uid = await identity.user(admin, 'deputy@acme.example');
    await bind(admin, uid, await role('Deputy', permissions));
    deputy = await actingAs(uid);
    target = await identity.user(admin, 'target@acme.example');
  });

  it('by a role binding', async () => {
    expect(await bind(deputy, target, 'tenant-admin')).toMatchObject({
      status: 403,
      body: { code: 'OperationForbidden' },
    });
    expect((await bind(deputy, target, 'tenant-viewer')).body.message).toContain('audit.list');
    expect((await bind(deputy, deputy.userUid, 'tenant-admin')).status).toBe(403);
  });

  it('by a role', async () => {
    const own = await identity.call(admin, 'GET', `${T}/roleBindings?userUid=${deputy.userUid}`);
    const roleUid = own.body.items[0]?.spec.roleUid;
    const body = { metadata: { name: 'Deputy' }, spec: { scope: 'tenant', permissions: ['audit.export'] } };
    expect((await identity.call(deputy, 'PUT', `${T}/roles/${roleUid}`, body)).status).toBe(403);
    expect((await identity.call(deputy, 'POST', `${T}/roles`, { ...body, metadata: { name: 'New' } })).status).toBe(
      403,
    );
  });

  it('by acting as somebody who holds it: his password, his address, a key of his', async () => {
    const of = `${T}/users/${admin.userUid}`;
    const spec = { emailId: 'ada@acme.example', firstName: 'Ada', lastName: 'Lovelace' };
    expect((await identity.call(deputy, 'PUT', of, { spec: { ...spec, password: 'taken over' } })).status).toBe(403);
    expect((await identity.call(deputy, 'PUT', of, { spec: { ...spec, emailId: 'x@evil.example' } })).status).toBe(403);
    const key = { metadata: { name: 'k' }, spec: { userUid: admin.userUid } };
    expect((await identity.call(deputy, 'POST', `${T}/apiKeys`, key)).status).toBe(403);
    const own = await identity.call(deputy, 'POST', `${T}/apiKeys`, { metadata: { name: 'own' } });
    expect(own.status).toBe(201);
  });

  it('of a project that he has no role in', async () => {
    const [one, two] = await Promise.all(
      ['One', 'Two'].map((name) => identity.call(admin, 'POST', `${T}/projects`, { metadata: { name } })),
    );
    await bind(admin, deputy.userUid, 'project-viewer', one?.body.uid);
    expect((await bind(deputy, target, 'project-viewer', one?.body.uid)).status).toBe(201);
    expect((await bind(deputy, target, 'project-viewer', two?.body.uid)).status).toBe(403);
    expect((await bind(deputy, target, 'project-viewer')).body.details.field).toBe('spec.projectUid');
    expect((await bind(admin, target, 'tenant-viewer', one?.body.uid)).status).toBe(400);
    expect((await bind(admin, target, 'project-viewer', one?.body.uid)).status).toBe(409);
  });
});

describe('the last Tenant Admin', () => {
  it('can not be removed in any way, whoever tries what at the same time', async () => {
    const spec = { emailId: 'ada@acme.example', firstName: 'Ada', lastName: 'Lovelace' };
    const bindings = await identity.call(admin, 'GET', `${T}/roleBindings?roleUid=tenant-admin`);
    const own = bindings.body.items[0]?.metadata.uid;
    const ways = [
      identity.call(admin, 'DELETE', `${T}/users/${admin.userUid}`),
      identity.call(admin, 'PUT', `${T}/users/${admin.userUid}`, { spec: { ...spec, disabled: true } }),
      identity.call(admin, 'DELETE', `${T}/roleBindings/${own}`),
    ];
    for (const { status, body } of await Promise.all(ways)) {
      expect({ status, code: body.code }).toEqual({ status: 409, code: 'LastTenantAdmin' });
    }
    const second = await identity.user(admin, 'second@acme.example');
    const bound = await bind(admin, second, 'tenant-admin');
    const both = await Promise.all([
      identity.call(admin, 'DELETE', `${T}/roleBindings/${own}`),
      identity.call(admin, 'DELETE', `${T}/roleBindings/${bound.body.uid}`),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([204, 409]);
    const left = await identity.call(admin, 'GET', `${T}/roleBindings?roleUid=tenant-admin`);
    expect(left.body.items).toHaveLength(1);
    if (left.body.items[0]?.spec.userUid !== admin.userUid) {
      await bind(as(second), admin.userUid, 'tenant-admin');
    }
  });

  const as = (userUid: string): Caller => ({ ...admin, userUid });
});

describe('another tenant', () => {
  it('has nothing for this one: every uid of it is unknown', async () => {
    const other = await identity.tenant('Initech', 'peter@initech.example');
    const O = `/v1/tenants/${other.tenantUid}`;
    const theirs: [string, string][] = [];
    for (const [kind, body] of Object.entries({
      users: { spec: { emailId: 'x@initech.example' } },
      roles: { metadata: { name: 'r' }, spec: { scope: 'tenant', permissions: [] } },
      projects: { metadata: { name: 'p' } },
      apiKeys: { metadata: { name: 'k' } },
    })) {
      theirs.push([kind, (await identity.call(other, 'POST', `${O}/${kind}`, body)).body.uid]);
      expect((await identity.call(admin, 'GET', `${T}/${kind}?limit=50`)).body.items.map(uidOf)).not.toContain(
        theirs.at(-1)?.[1],
      );
    }
    theirs.push([
      'roleBindings',
      (await identity.call(other, 'GET', `${O}/roleBindings`)).body.items[0]?.metadata.uid ?? '',
    ]);
    for (const [kind, uid] of theirs) {
      expect([kind, (await identity.call(admin, 'GET', `${T}/${kind}/${uid}`)).status]).toEqual([kind, 404]);
      expect([kind, (await identity.call(admin, 'DELETE', `${T}/${kind}/${uid}`)).status]).toEqual([kind, 404]);
      expect([kind, (await identity.call(other, 'GET', `${O}/${kind}/${uid}`)).status]).toEqual([kind, 200]);
    }
    expect((await bind(admin, theirs[0]?.[1] ?? '', 'tenant-viewer')).status).toBe(404);
    expect((await bind(admin, admin.userUid, 'project-viewer', theirs[2]?.[1])).status).toBe(404);
    expect((await bind(admin, admin.userUid, theirs[1]?.[1] ?? '')).status).toBe(404);
  });

  const uidOf = ({ metadata }: { metadata: { uid: string } }) => metadata.uid;
});

describe('a caller', () => {
  it('learns who he is, and sees the projects that he has something to do in', async () => {
    const me = await identity.call(admin, 'GET', '/v1/me');
    expect(me.body).toMatchObject({
      metadata: { uid: admin.userUid, name: 'Ada Lovelace' },
      spec: { tenant: { uid: admin.tenantUid, name: 'Acme' }, emailId: 'ada@acme.example' },
    });
    const project = await identity.call(admin, 'POST', `${T}/projects`, { metadata: { name: 'Payments' } });
    const uid = await identity.user(admin, 'viewer@acme.example');
    await bind(admin, uid, 'project-viewer', project.body.uid);
    const viewer = await actingAs(uid);
    const projects = await identity.call(viewer, 'GET', '/v1/dashboard/projects/metadata');
    expect(projects.body).toEqual({ items: [{ metadata: { uid: project.body.uid, name: 'Payments' } }] });
    const all = await identity.call(admin, 'GET', '/v1/dashboard/projects/metadata');
    expect(all.body.items.length).toBeGreaterThan(1);
    const named = await identity.call(admin, 'GET', '/v1/dashboard/projects/metadata?name=Payments');
    expect(named.body.items).toHaveLength(1);
    expect((await identity.call(viewer, 'GET', `${T}/users`)).status).toBe(403);
  });

  it('lists users as clients of the Palette API do', async () => {
    const { status, body } = await identity.call(admin, 'GET', '/v1/users?limit=0&fields=x&filters=y&orderBy=z');
    expect(status).toBe(200);
    expect(body.items[0]).toMatchObject({ spec: { emailId: 'ada@acme.example', roles: ['Tenant Admin'] } });
  });

  it('without an identity, or with the one of somebody else, comes nowhere', async () => {
    expect((await identity.call(undefined, 'GET', `${T}/users`)).status).toBe(401);
    expect((await identity.call(admin, 'POST', '/internal/principal', { apiKey: 'x' })).status).toBe(403);
  });
});
