import type { ResidentUser, Resident } from './residents';
import type { Credentials, RestClient } from './rest-client';

interface Profiles {
  items: { metadata: { uid: string; name: string } }[];
}

const profile = (replicas: number) => ({
  metadata: { name: 'demo-ingress', description: 'Ingress for the demo' },
  spec: { packs: [{ name: 'nginx', version: '1.12.1', values: { replicas } }] },
});

/** A cluster profile made, changed and given a note by real requests: what it looks like with a platform's own service. */
export async function actNow(rest: RestClient, tenant: Resident, admin: Credentials): Promise<void> {
  const projectUid = tenant.projects[0]?.uid;
  const scope = { as: admin, projectUid };
  const { body: known } = await rest.call<Profiles>('GET', '/v1/clusterprofiles', scope);
  if (known.items.some(({ metadata }) => metadata.name === profile(1).metadata.name)) return;
  const { body: made } = await rest.call<{ uid: string }>('POST', '/v1/clusterprofiles', {
    ...scope,
    body: profile(1),
  });
  await rest.call('PUT', `/v1/clusterprofiles/${made.uid}`, { ...scope, body: profile(3) });
}

/** The users of a tenant as its history names them. */
export async function peopleOf(rest: RestClient, users: ResidentUser[], admin: Credentials) {
  const { body } = await rest.call<{
    items: { metadata: { uid: string }; spec: { emailId: string; firstName: string; lastName: string } }[];
  }>('GET', '/v1/users', { as: admin });
  const known = new Set(users.map(({ email }) => email));
  return body.items
    .filter(({ spec }) => known.has(spec.emailId))
    .map(({ metadata: { uid }, spec: { emailId, firstName, lastName } }) => ({ uid, emailId, firstName, lastName }));
}
