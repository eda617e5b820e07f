/** A call of the API, with what the contract wants of its caller. */
export interface Call {
  method: string;
  path: string;
  /** `anyone`: whoever has valid credentials. */
  needs: string;
  /** What the service asks for besides, once it has found what the call is about. */
  alsoNeeds?: string;
  /** What a caller who may make it gets for the request that the table makes: harmless, and of nobody else's. */
  reached: number;
  body?: unknown;
  /** Whether `{uid}` is something that exists, in the tenant or in its first project. */
  existing?: true;
}

const T = '/v1/tenants/{tenantUid}';

/** A body that no call takes; whoever gets 400 for it was let in. */
const unfit = {};
const person = { spec: { emailId: 'nobody@example.com' } };
const named = { metadata: { name: 'table' } };
const role = { ...named, spec: { scope: 'tenant', permissions: [] } };
const profile = { ...named, spec: {} };
const credentials = { accessKey: 'AKIA0000000000000000', secretKey: 'none', credentialType: 'secret' };
const cloudWatch = { group: 'table', region: 'us-east-1', credentials };
const trail = { ...named, spec: { type: 'cloudwatch', cloudWatch } };

const call = (method: string, path: string, needs: string, reached: number, body?: unknown): Call => ({
  method,
  path,
  needs,
  reached,
  ...(body !== undefined && { body }),
});
const read = (path: string, needs: string): Call => ({ ...call('GET', path, needs, 200), existing: true });

function collection(path: string, kind: string, body: unknown): Call[] {
  return [
    call('GET', path, `${kind}.list`, 200),
    call('POST', path, `${kind}.create`, 400, unfit),
    read(`${path}/{uid}`, `${kind}.get`),
    call('PUT', `${path}/{uid}`, `${kind}.update`, 404, body),
    call('DELETE', `${path}/{uid}`, `${kind}.delete`, 404),
  ];
}

/** Every call that needs credentials, as rest-contract.md and its roles have it: written down once more, on purpose. */
export const calls: readonly Call[] = [
  call('GET', '/v1/me', 'anyone', 200),
  call('PUT', '/v1/me/password', 'anyone', 400, unfit),
  call('GET', '/v1/me/sessions', 'anyone', 200),
  call('DELETE', '/v1/me/sessions', 'anyone', 204),
  call('DELETE', '/v1/me/sessions/{uid}', 'anyone', 404),
  // With an API key nobody is in a session.
  call('POST', '/v1/me/logout', 'anyone', 409),
  call('GET', '/v1/dashboard/projects/metadata', 'anyone', 200),
  call('GET', '/v1/users', 'user.list', 200),
  call('GET', '/v1/tenants', 'tenant.list', 200),
  call('POST', '/v1/tenants', 'tenant.create', 400, unfit),

  ...collection(`${T}/users`, 'user', person),
  call('DELETE', `${T}/users/{uid}/sessions`, 'user.update', 404),
  call('GET', `${T}/sessions`, 'user.list', 200),
  call('DELETE', `${T}/sessions/{uid}`, 'user.update', 404),
  ...collection(`${T}/roles`, 'role', role),
  call('GET', `${T}/roleBindings`, 'role.list', 200),
  call('POST', `${T}/roleBindings`, 'role.bind', 400, unfit),
  read(`${T}/roleBindings/{uid}`, 'role.get'),
  call('DELETE', `${T}/roleBindings/{uid}`, 'role.bind', 404),
  ...collection(`${T}/projects`, 'project', named),
  ...collection(`${T}/apiKeys`, 'apikey', named),

  call('GET', '/v1/audits', 'audit.list', 200),
  call('GET', '/v1/audits/export', 'audit.export', 200),
  call('GET', '/v1/audits/timeline', 'audit.list', 200),
  call('GET', '/v1/audits/facets', 'audit.list', 200),
  read('/v1/audits/{uid}', 'audit.get'),
  read('/v1/audits/{uid}/sysMsg', 'audit.get'),
  read('/v1/audits/{uid}/event', 'audit.get'),
  read('/v1/audits/{uid}/notes', 'audit.get'),
  {
    ...call('PATCH', '/v1/audits/{uid}/userMsg', 'audit.get', 204, { userMsg: 'a note' }),
    // Of an entry of somebody else; without audit.note its own actor alone may write, which another test shows.
    alsoNeeds: 'audit.note',
    existing: true,
  },

  ...collection('/v1/clusterprofiles', 'clusterprofile', profile),

  call('GET', `${T}/assets/dataSinks`, 'trail.get', 404),
  call('POST', `${T}/assets/dataSinks`, 'trail.create', 400, unfit),
  call('PUT', `${T}/assets/dataSinks`, 'trail.update', 400, unfit),
  call('DELETE', `${T}/assets/dataSinks`, 'trail.delete', 404),
  call('POST', '/v1/datasinks/cloudwatch', 'trail.create', 400, unfit),
  ...collection(`${T}/auditTrails`, 'trail', trail),
  call('GET', `${T}/auditTrails/defaults`, 'trail.get', 200),
  call('POST', `${T}/auditTrails/verify`, 'trail.create', 400, unfit),
  call('POST', `${T}/auditTrails/{uid}/pause`, 'trail.update', 404),
  call('POST', `${T}/auditTrails/{uid}/resume`, 'trail.update', 404),
  call('POST', `${T}/auditTrails/{uid}/test`, 'trail.update', 404),
  call('POST', `${T}/auditTrails/{uid}/replay`, 'trail.update', 404, range()),
  call('DELETE', `${T}/auditTrails/{uid}/replay`, 'trail.update', 404),
  read(`${T}/auditTrails/{uid}/status`, 'trail.get'),
  call('GET', `${T}/auditTrails/{uid}/reconcile${query()}`, 'trail.get', 404),
];

function range() {
  const endTime = new Date();
  return { startTime: new Date(endTime.getTime() - 3_600_000).toISOString(), endTime: endTime.toISOString() };
}

function query(): string {
  return `?${new URLSearchParams(range()).toString()}`;
}

/** `METHOD path`, as the OpenAPI document names calls. */
export const nameOf = ({ method, path }: Pick<Call, 'method' | 'path'>): string => `${method} ${path.split('?', 1)[0]}`;
