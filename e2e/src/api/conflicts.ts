import type { Directed } from './directed';

/** What contradicts what exists, by operation: each is answered with 409. */
export type Conflicts = Readonly<Record<string, (directed: Directed) => Promise<unknown>>>;

const named = (name: string) => ({ metadata: { name } });
const user = (emailId: string) => ({ spec: { emailId } });
const roleNamed = (name: string) => ({ metadata: { name }, spec: { scope: 'tenant', permissions: ['audit.list'] } });
const profile = (name: string) => ({ metadata: { name }, spec: {} });
const trail = (name: string, { aws }: Directed['world']) => ({
  metadata: { name },
  spec: { type: 'cloudwatch', cloudWatch: stream(name, aws) },
});
/** Data sinks, each of which is another trail. */
export const sinks = (count: number, { aws }: Pick<Directed['world'], 'aws'>) => ({
  spec: {
    auditDataSinks: Array.from({ length: count }, (_, n) => ({
      type: 'cloudwatch',
      cloudWatch: stream(`s-${n}`, aws),
    })),
  },
});

function stream(name: string, { accessKeyId, secretAccessKey, region }: Directed['world']['aws']) {
  const credentials = { accessKey: accessKeyId, secretKey: secretAccessKey };
  return { group: '/trailbook/conflicts', region, stream: name, credentials };
}

async function trailOf(directed: Directed, origin: string): Promise<string | undefined> {
  type Trail = { metadata: { uid: string }; status: { origin: string } };
  const trails = await directed.items<Trail>('getTenantsAuditTrails');
  return trails.find(({ status }) => status.origin === origin)?.metadata.uid;
}

/** In a tenant with one administrator, and one after the other: some need what an earlier one made. */
export const conflicts: Conflicts = {
  postTenants: (directed) => {
    const spec = { admin: { emailId: 'a@b.example', password: 'long enough' } };
    return directed.call('postTenants', { body: { ...named(directed.world.tenant.name), spec } });
  },
  postTenantsUsers: async (directed) => {
    await directed.made('postTenantsUsers', user('one@taken.example'));
    return directed.call('postTenantsUsers', { body: user('ONE@taken.example') });
  },
  putTenantsUsersByUid: async (directed) => {
    const uid = await directed.made('postTenantsUsers', user('two@taken.example'));
    return directed.call('putTenantsUsersByUid', { uid, body: user('one@taken.example') });
  },
  deleteTenantsUsersByUid: (directed) =>
    directed.call('deleteTenantsUsersByUid', { uid: directed.world.tenant.admins[0]!.uid }),
  putMePassword: async (directed) => {
    const userUid = await directed.made('postTenantsUsers', user('no-password@taken.example'));
    const { text } = await directed.call('postTenantsApiKeys', { body: { ...named('key'), spec: { userUid } } });
    const { apiKey } = JSON.parse(text) as { apiKey: string };
    return directed.call('putMePassword', { apiKey, body: { currentPassword: 'none', password: 'long enough' } });
  },
  // With an API key nobody is in a session.
  postMeLogout: (directed) => directed.call('postMeLogout'),
  postTenantsRoles: (directed) => directed.call('postTenantsRoles', { body: roleNamed('tenant admin') }),
  putTenantsRolesByUid: async (directed) => {
    const uid = await directed.made('postTenantsRoles', roleNamed('Reader'));
    return directed.call('putTenantsRolesByUid', { uid, body: roleNamed('Project Viewer') });
  },
  deleteTenantsRolesByUid: async (directed) => {
    const roleUid = await directed.made('postTenantsRoles', roleNamed('Held'));
    const userUid = await directed.made('postTenantsUsers', user('three@taken.example'));
    await directed.made('postTenantsRoleBindings', { spec: { userUid, roleUid } });
    return directed.call('deleteTenantsRolesByUid', { uid: roleUid });
  },
  postTenantsRoleBindings: async (directed) => {
    const userUid = await directed.made('postTenantsUsers', user('four@taken.example'));
    const body = { spec: { userUid, roleUid: 'tenant-viewer' } };
    await directed.made('postTenantsRoleBindings', body);
    return directed.call('postTenantsRoleBindings', { body });
  },
  deleteTenantsRoleBindingsByUid: async (directed) => {
    type Binding = { metadata: { uid: string }; spec: { roleUid: string } };
    const bindings = await directed.items<Binding>('getTenantsRoleBindings');
    const uid = bindings.find(({ spec }) => spec.roleUid === 'tenant-admin')?.metadata.uid;
    return directed.call('deleteTenantsRoleBindingsByUid', { uid });
  },
  postTenantsProjects: (directed) => directed.call('postTenantsProjects', { body: named('FIRST') }),
  putTenantsProjectsByUid: async (directed) => {
    const uid = await directed.made('postTenantsProjects', named('Second'));
    return directed.call('putTenantsProjectsByUid', { uid, body: named('First') });
  },
  putTenantsApiKeysByUid: async (directed) => {
    const uid = await directed.made('postTenantsApiKeys', named('Revoked'));
    await directed.call('putTenantsApiKeysByUid', { uid, body: { ...named('Revoked'), spec: { isActive: false } } });
    return directed.call('putTenantsApiKeysByUid', { uid, body: { ...named('Revoked'), spec: { isActive: true } } });
  },
  postClusterprofiles: async (directed) => {
    await directed.made('postClusterprofiles', profile('Edge'));
    return directed.call('postClusterprofiles', { body: profile('Edge') });
  },
  putClusterprofilesByUid: async (directed) => {
    const uid = await directed.made('postClusterprofiles', profile('Core'));
    return directed.call('putClusterprofilesByUid', { uid, body: profile('Edge') });
  },
  postTenantsAuditTrails: async (directed) => {
    await directed.made('postTenantsAuditTrails', trail('One', directed.world));
    return directed.call('postTenantsAuditTrails', { body: trail('One', directed.world) });
  },
  putTenantsAuditTrailsByUid: async (directed) => {
    const uid = await directed.made('postTenantsAuditTrails', trail('Two', directed.world));
    await directed.call('putTenantsAuditTrailsByUid', { uid, body: trail('Three', directed.world) });
    return directed.call('putTenantsAuditTrailsByUid', { uid, body: trail('One', directed.world) });
  },
  postTenantsAssetsDataSinks: async (directed) => {
    await directed.made('postTenantsAssetsDataSinks', sinks(1, directed.world));
    return directed.call('postTenantsAssetsDataSinks', { body: sinks(1, directed.world) });
  },
  // A tenant has twenty trails at most, those of its data sinks included.
  putTenantsAssetsDataSinks: async (directed) => {
    await directed.call('putTenantsAssetsDataSinks', { body: sinks(2, directed.world) });
    return directed.call('putTenantsAssetsDataSinks', { body: sinks(20, directed.world) });
  },
  // A replay waits while its trail is paused.
  postTenantsAuditTrailsByUidReplay: async (directed) => {
    const uid = await trailOf(directed, 'trails');
    const body = { startTime: new Date(Date.now() - 3_600_000).toISOString(), endTime: new Date().toISOString() };
    await directed.call('postTenantsAuditTrailsByUidPause', { uid });
    await directed.made('postTenantsAuditTrailsByUidReplay', body, { uid });
    const second = await directed.call('postTenantsAuditTrailsByUidReplay', { uid, body });
    await directed.call('deleteTenantsAuditTrailsByUidReplay', { uid });
    return second;
  },
  deleteTenantsAuditTrailsByUid: async (directed) => {
    await directed.call('deleteTenantsAuditTrailsByUid', { uid: await trailOf(directed, 'trails') });
    const uid = await trailOf(directed, 'dataSinks');
    return directed.call('deleteTenantsAuditTrailsByUid', { uid });
  },
};
