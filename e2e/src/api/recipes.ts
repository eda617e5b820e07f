import type { Draft } from './draft';
import type { World } from './world';

/** Makes of values that the document allows a request that succeeds, where that takes more than the document says. */
export type Recipe = (draft: Draft, world: World, n: number) => void;

type Body = Record<string, Record<string, unknown>>;

const uidOf = (world: World, collection: string, n: number) => world.pick(collection, n)?.uid ?? 'none';
const drop = (draft: Draft, ...names: string[]) => {
  draft.query = draft.query.filter(([name]) => !names.includes(name));
};
const has = ({ query }: Draft, name: string) => query.some(([one]) => one === name);
const ahead = (n: number) => new Date(Date.now() + 60_000 + n * 1_000).toISOString();
const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

const inTenant = ['user.get', 'role.list', 'trail.get', 'audit.list'];
const inProject = ['audit.list', 'audit.get', 'clusterprofile.update'];

const role: Recipe = ({ body }, _world, n) => {
  const { spec } = body as Body;
  const from = spec!.scope === 'project' ? inProject : inTenant;
  spec!.permissions = from.slice(n % from.length);
};

const credentials = (world: World, n: number) => {
  const { accessKeyId, secretAccessKey, roleArn } = world.aws;
  const kinds = [
    { accessKey: accessKeyId, secretKey: secretAccessKey },
    { credentialType: 'secret', accessKey: accessKeyId, secretKey: secretAccessKey, policyARNs: null },
    { credentialType: 'sts', sts: { arn: roleArn } },
  ];
  return kinds[n % kinds.length];
};

/** A log group that is there, or a region that AWS does not have: the first works, the second costs no call. */
const cloudWatch = (world: World, n: number) => ({
  group: `/trailbook/api-${n % 5}`,
  region: n % 2 === 0 ? world.aws.region : `nowhere-${n % 100}`,
  stream: `s-${n % 10_000}`,
  credentials: credentials(world, n),
});

const trail: Recipe = ({ body }, world, n) => {
  const { spec } = body as Body;
  // There is no Splunk here: the settings of one are not read.
  spec!.type = 'cloudwatch';
  delete spec!.splunk;
  spec!.cloudWatch = cloudWatch(world, n);
};

const apiKey: Recipe = ({ body, operation }, world, n) => {
  const { spec } = body as Partial<Body>;
  if (!spec) return;
  if ('userUid' in spec) spec.userUid = uidOf(world, 'users', n);
  if ('expiry' in spec) spec.expiry = ahead(n);
  // A key stays with its user, and a revoked one revoked.
  if (operation.method === 'PUT') delete spec.userUid;
  if (operation.method === 'PUT' && n % 4 !== 0) delete spec.isActive;
};

const page: Recipe = (draft, world) => {
  if (!has(draft, 'continue')) return;
  const token = world.tokens.get(draft.operation.id) ?? '';
  draft.query = draft.query.filter(([name]) => name === 'limit');
  draft.query.push(['continue', token]);
  delete draft.headers.ProjectUid;
};

const audits: Recipe = (draft, world, n) => {
  // In order of arrival an index needs a token.
  if (draft.query.some(([name, value]) => name === 'order' && value === 'asc')) drop(draft, 'offset', 'continue');
  // So far nobody goes by an index while free text is looked for.
  if (has(draft, 'search'))
    draft.query = draft.query.filter(([name, value]) => name !== 'offset' || Number(value) <= 10_000);
  page(draft, world, n);
};

/** A timeline has a bounded number of buckets. */
const timeline: Recipe = (draft, _world, n) => {
  if (!has(draft, 'startTime')) return;
  drop(draft, 'startTime', 'endTime');
  draft.query.push(['startTime', ago(1 + (n % 300))], ['endTime', ago(0)]);
};

/** By operation. */
export const recipes: Readonly<Record<string, Recipe>> = {
  // A login beside a change of the same password may be one too late: the last administrator does nothing else.
  authenticate: (draft, world, n) => {
    const { email, password } = world.tenant.admins[n % (world.tenant.admins.length - 1)]!;
    draft.body = { emailId: email, password, ...(n % 2 === 0 && { org: world.tenant.name }) };
    // What comes of a wrong one is the address's: ten of them, and nobody logs in from there any more.
    draft.headers['x-forwarded-for'] = `198.51.100.${n % 256}`;
  },
  putMePassword: (draft, world) => {
    const { apiKey, password } = world.tenant.admins.at(-1)!;
    draft.headers.ApiKey = apiKey;
    draft.body = { currentPassword: password, password };
  },
  getUsers: page,
  getTenants: page,
  getTenantsUsers: page,
  getTenantsRoles: page,
  getTenantsProjects: page,
  getTenantsRoleBindings: page,
  getTenantsSessions: page,
  getMeSessions: page,
  getTenantsApiKeys: page,
  getClusterprofiles: page,
  getAudits: audits,
  getAuditsExport: ({ headers }, _world, n) => {
    headers.accept = ['text/csv', 'application/x-ndjson', '*/*'][n % 3]!;
  },
  getAuditsTimeline: timeline,
  postTenantsRoles: role,
  putTenantsRolesByUid: role,
  postTenantsApiKeys: apiKey,
  putTenantsApiKeysByUid: apiKey,
  postTenantsRoleBindings: ({ body }, world, n) => {
    const project = n % 2 === 0;
    (body as Body).spec = {
      userUid: uidOf(world, 'users', n),
      roleUid: project ? 'project-viewer' : 'tenant-viewer',
      ...(project && { projectUid: n % 4 === 0 ? world.tenant.projectUid : uidOf(world, 'projects', n) }),
    };
  },
  getTenantsAuditTrailsByUidReconcile: (draft, _world, n) => {
    draft.query = [
      ['startTime', ago(1 + (n % 30))],
      ['endTime', ago(0)],
    ];
  },
  postTenantsAuditTrailsByUidReplay: (draft, _world, n) => {
    draft.body = { startTime: ago(1 + (n % 30)), endTime: ago(0) };
  },
  postTenantsAuditTrails: trail,
  putTenantsAuditTrailsByUid: trail,
  postTenantsAuditTrailsVerify: (draft, world, n) => {
    trail(draft, world, n);
    const { metadata } = draft.body as Partial<Body>;
    if (metadata && 'uid' in metadata) metadata.uid = uidOf(world, 'auditTrails', n);
  },
  postTenantsAssetsDataSinks: ({ body }, world, n) => {
    (body as Body).spec = { auditDataSinks: [{ type: 'cloudwatch', cloudWatch: cloudWatch(world, n) }] };
  },
  putTenantsAssetsDataSinks: ({ body }, world, n) => {
    (body as Body).spec = { auditDataSinks: [{ type: 'cloudwatch', cloudWatch: cloudWatch(world, n) }] };
  },
  postDatasinksCloudwatch: ({ body }, world, n) => {
    (body as Body).spec = cloudWatch(world, n);
  },
};
