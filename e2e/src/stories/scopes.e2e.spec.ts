import { ask } from '../clients/rest';
import { endpoints, userWith, type Endpoints, type User } from '../system/running-system';

type Project = Endpoints['tenants'][number]['projects'][number];

describe('who sees what', () => {
  const { tenants, users } = endpoints();
  const [first, second] = (tenants[0]?.projects ?? []) as unknown as [Project, Project];
  const admin = userWith('Tenant Admin');
  const viewer = userWith('Project Viewer');
  const nobody = userWith('none');
  const list = (user: User, projectUid?: string, query = '') => ask('GET', `/v1/audits${query}`, { user, projectUid });

  it('a Project Viewer sees the first project and nothing of another', async () => {
    const own = await list(viewer, first.uid);
    expect(own.status).toBe(200);
    expect(own.body.items.length).toBeGreaterThan(0);
    for (const { spec } of own.body.items) expect(spec.actor.project.uid).toBe(first.uid);
    const widened = await list(viewer, first.uid, `?projectUid=${second.uid}`);
    expect(widened.body.items).toEqual([]);
  });

  it.each<[string, () => User, string | undefined]>([
    ['a Project Viewer at tenant scope', () => viewer, undefined],
    ['a Project Viewer in another project', () => viewer, second.uid],
    ['a user without a role at tenant scope', () => nobody, undefined],
    ['a user without a role in a project', () => nobody, first.uid],
    ['a Tenant Admin in a project that does not exist', () => admin, 'no-such-project'],
  ])('%s: 403', async (_who, user, projectUid) => {
    const answer = await list(user(), projectUid);
    expect(answer).toMatchObject({ status: 403, body: { code: 'OperationForbidden', message: expect.any(String) } });
  });

  it('nobody sees another tenant', async () => {
    const other = users.find(({ tenantUid }) => tenantUid !== admin.tenantUid) as User;
    const theirs = await list(other);
    expect(theirs.body.items.length).toBeGreaterThan(0);
    const uid = theirs.body.items[0].metadata.uid as string;
    const unknown = await ask('GET', '/v1/audits/0190f7a4-9d1c-7abc-8def-0123456789ab', { user: admin });
    const foreign = await ask('GET', `/v1/audits/${uid}`, { user: admin });
    expect(foreign).toMatchObject({ status: 404, body: { code: 'ResourceNotFound' } });
    expect(foreign.body.message).toBe(unknown.body.message);
  });

  it('without credentials there is nothing: 401', async () => {
    expect(await ask('GET', '/v1/audits')).toMatchObject({ status: 401, body: { code: 'Unauthorized' } });
    const forged = `${(await ask('GET', '/v1/me', { user: admin })).body.metadata.uid as string}.x.y`;
    expect((await ask('GET', '/v1/audits', { token: forged })).status).toBe(401);
  });
});
