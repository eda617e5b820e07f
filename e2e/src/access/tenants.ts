import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ask, type Answer } from '../clients/rest';
import { systemFolder } from '../system/running-system';
import { roles, type Caller, type Holdings } from './callers';
import { trailBody } from './trail-body';

const password = 'a password of a table';

/** A tenant of the table's own, with one of everything. */
export interface Furnished {
  uid: string;
  admin: string;
  projects: { first: string; second: string };
  /** By the last fixed part of the path that takes it. */
  uids: Record<string, string>;
  /** Of things of the first project. */
  projectUids: Record<string, string>;
}

export const operatorKey = (): string =>
  (JSON.parse(readFileSync(path.join(systemFolder(), 'secrets'), 'utf8')) as { operatorApiKey: string }).operatorApiKey;

/** One request with an API key. */
export const asking = (apiKey: string, method: string, address: string, body?: unknown, projectUid?: string) =>
  ask(method, address, { headers: { ApiKey: apiKey }, body, projectUid });

async function made(asked: Promise<Answer>): Promise<Record<string, string>> {
  const answer = await asked;
  if (answer.status !== 201 && answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
  return { ...(answer.body as Record<string, string>), auditUid: answer.headers.get('audituid') ?? '' };
}

interface Named {
  metadata: { uid: string };
}

const field = (found: Record<string, string>, name: string): string => found[name] ?? '';

/** Makes a tenant, and in it one of everything that an address can name. */
export async function furnish(name: string): Promise<Furnished> {
  const emailId = `admin@${name}.example`;
  const tenant = { metadata: { name }, spec: { admin: { emailId, password } } };
  const uid = field(await made(asking(operatorKey(), 'POST', '/v1/tenants', tenant)), 'uid');
  const session = await made(ask('POST', '/v1/auth/authenticate', { body: { emailId, password, org: uid } }));
  const T = `/v1/tenants/${uid}`;
  const key = { metadata: { name: 'admin' } };
  const { apiKey: admin = '', uid: keyUid = '' } = await made(
    ask('POST', `${T}/apiKeys`, { token: field(session, 'Authorization'), body: key }),
  );
  const post = (address: string, body: unknown, projectUid?: string) =>
    made(asking(admin, 'POST', address, body, projectUid));
  const first = field(await post(`${T}/projects`, { metadata: { name: 'First' } }), 'uid');
  const second = field(await post(`${T}/projects`, { metadata: { name: 'Second' } }), 'uid');
  const user = field(await post(`${T}/users`, { spec: { emailId: `somebody@${name}.example` } }), 'uid');
  const role = { metadata: { name: 'Custom' }, spec: { scope: 'tenant', permissions: ['audit.list'] } };
  const binding = { spec: { userUid: user, roleUid: 'project-viewer', projectUid: first } };
  const profile = { metadata: { name: 'profile' }, spec: {} };
  const ofTenant = await post('/v1/clusterprofiles', profile);
  const ofProject = await post('/v1/clusterprofiles', profile, first);
  const { items: sessions } = (await asking(admin, 'GET', `${T}/sessions`)).body as { items: Named[] };
  return {
    uid,
    admin,
    projects: { first, second },
    uids: {
      users: user,
      roles: field(await post(`${T}/roles`, role), 'uid'),
      roleBindings: field(await post(`${T}/roleBindings`, binding), 'uid'),
      projects: first,
      apiKeys: keyUid,
      auditTrails: field(await post(`${T}/auditTrails`, trailBody(name)), 'uid'),
      sessions: sessions[0]?.metadata.uid ?? '',
      audits: field(ofTenant, 'auditUid'),
      clusterprofiles: field(ofTenant, 'uid'),
    },
    projectUids: { audits: field(ofProject, 'auditUid'), clusterprofiles: field(ofProject, 'uid') },
  };
}

/** A user of the tenant with these roles, and a key of his. */
export async function userWithRoles(
  { uid, admin, projects }: Furnished,
  name: string,
  held: readonly { roleUid: string; project?: 'first' }[],
  expiry?: Date,
): Promise<{ apiKey: string; keyUid: string; emailId: string }> {
  const T = `/v1/tenants/${uid}`;
  const emailId = `${name.toLowerCase().replace(/\W+/g, '-')}@table.example`;
  const { uid: userUid } = await made(asking(admin, 'POST', `${T}/users`, { spec: { emailId, password } }));
  for (const { roleUid, project } of held) {
    const spec = { userUid, roleUid, ...(project && { projectUid: projects[project] }) };
    await made(asking(admin, 'POST', `${T}/roleBindings`, { spec }));
  }
  const key = { metadata: { name: 'table' }, spec: { userUid, ...(expiry && { expiry: expiry.toISOString() }) } };
  const { apiKey = '', uid: keyUid = '' } = await made(asking(admin, 'POST', `${T}/apiKeys`, key));
  return { apiKey, keyUid, emailId };
}

/** A session of a user whom {@link userWithRoles} has made. */
export async function sessionOf({ uid }: Furnished, emailId: string): Promise<string> {
  const answer = await made(ask('POST', '/v1/auth/authenticate', { body: { emailId, password, org: uid } }));
  return field(answer, 'Authorization');
}

async function customRole({ uid, admin }: Furnished, scope: 'tenant' | 'project', permissions: readonly string[]) {
  const body = { metadata: { name: `Custom in ${scope}` }, spec: { scope, permissions } };
  return field(await made(asking(admin, 'POST', `/v1/tenants/${uid}/roles`, body)), 'uid');
}

/** Every kind of caller of the table. */
export async function everyCaller(own: Furnished, foreign: Furnished): Promise<Caller[]> {
  const withKey = (name: string, apiKey: string, holds: Holdings, tenant: Caller['tenant'] = 'own'): Caller => ({
    name,
    credentials: { ApiKey: apiKey },
    tenant,
    holds,
  });
  const user = async (name: string, roleUid: string | undefined, project: 'first' | undefined, holds: Holdings) => {
    const { apiKey } = await userWithRoles(own, name, roleUid ? [{ roleUid, project }] : []);
    return withKey(name, apiKey, holds);
  };
  const tenantWide = ['audit.list', 'audit.export', 'user.list', 'trail.get', 'project.get'];
  const inProject = ['audit.get', 'audit.export', 'clusterprofile.create'];
  return [
    ...(await strangers(own)),
    withKey('Tenant Admin', own.admin, { tenant: roles['tenant-admin'] }),
    await user('Tenant Viewer', 'tenant-viewer', undefined, { tenant: roles['tenant-viewer'] }),
    await user('Project Admin', 'project-admin', 'first', { first: roles['project-admin'] }),
    await user('Project Editor', 'project-editor', 'first', { first: roles['project-editor'] }),
    await user('Project Viewer', 'project-viewer', 'first', { first: roles['project-viewer'] }),
    await user('custom, tenant', await customRole(own, 'tenant', tenantWide), undefined, { tenant: tenantWide }),
    await user('custom, project', await customRole(own, 'project', inProject), 'first', { first: inProject }),
    await user('user with nothing', undefined, undefined, {}),
    withKey('foreign Admin', foreign.admin, { tenant: roles['tenant-admin'] }, 'foreign'),
    withKey('operator', operatorKey(), { tenant: ['tenant.list', 'tenant.create'] }, 'foreign'),
  ];
}

/** Those without valid credentials: all of them as if nobody knew them. */
async function strangers(own: Furnished): Promise<Caller[]> {
  const stranger = (name: string, credentials: Record<string, string>): Caller => ({
    name,
    credentials,
    tenant: 'unknown',
    holds: {},
  });
  const expiry = new Date(Date.now() + 1_500);
  const expired = await userWithRoles(own, 'expired', [{ roleUid: 'tenant-admin' }], expiry);
  const revoked = await userWithRoles(own, 'revoked', [{ roleUid: 'tenant-admin' }]);
  const revocation = { metadata: { name: 'table' }, spec: { isActive: false } };
  const { status } = await asking(own.admin, 'PUT', `/v1/tenants/${own.uid}/apiKeys/${revoked.keyUid}`, revocation);
  if (status !== 204) throw new Error(`revoking was answered with ${status}`);
  const [header, payload = '', signature] = (await sessionOf(own, revoked.emailId)).split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  const altered = Buffer.from(JSON.stringify({ ...claims, gen: 2 })).toString('base64url');
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, expiry.getTime() - Date.now() + 100)));
  return [
    stranger('no credentials', {}),
    stranger('garbage token', { Authorization: 'aa.bb.cc' }),
    stranger('altered token', { Authorization: [header, altered, signature].join('.') }),
    stranger('expired key', { ApiKey: expired.apiKey }),
    stranger('revoked key', { ApiKey: revoked.apiKey }),
  ];
}
