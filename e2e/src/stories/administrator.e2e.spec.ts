import { waitFor } from '@trailbook/testing';
import { rowsOf } from '../clients/csv';
import { ask, logIn, readEntry } from '../clients/rest';
import { endpoints, userWith } from '../system/running-system';

describe('a tenant administrator', () => {
  const { tenants } = endpoints();
  const admin = userWith('Tenant Admin');
  const projectUid = tenants[0]?.projects[0]?.uid as string;
  const name = `edge-${Date.now()}`;
  let token: string;
  let auditUid: string;
  let profileUid: string;

  beforeAll(async () => {
    token = await logIn(admin);
  });

  it('finds what he did a moment ago in the log', async () => {
    const body = { metadata: { name, description: 'made by a spec' }, spec: { packs: [] } };
    const made = await ask('POST', '/v1/clusterprofiles', { token, projectUid, body });
    expect(made).toMatchObject({ status: 201, body: { uid: expect.any(String) } });
    profileUid = made.body.uid as string;
    auditUid = made.headers.get('audituid') as string;

    const entry = await waitFor('the entry', () => readEntry(auditUid, { token }), { timeoutMs: 2_000 });
    expect(entry).toMatchObject({
      metadata: { uid: auditUid },
      spec: {
        actionType: 'create',
        resource: { kind: 'clusterprofile', uid: profileUid, name },
        actor: { actorType: 'user', user: { emailId: admin.email }, project: { uid: projectUid } },
      },
    });
  });

  it('finds it by filters, and in the download', async () => {
    const filters = `resourceKind=clusterprofile&resourceUid=${profileUid}&actionType=create`;
    const list = await ask('GET', `/v1/audits?${filters}`, { token });
    expect(list.body).toMatchObject({ items: [{ metadata: { uid: auditUid } }], listmeta: { count: 1, continue: '' } });
    const none = await ask('GET', `/v1/audits?${filters}&endTime=2020-01-01T00:00:00Z`, { token });
    expect(none.body.items).toEqual([]);

    const csv = await ask('GET', `/v1/audits/export?${filters}`, { token, accept: 'text/csv' });
    expect(csv.headers.get('content-type')).toMatch(/^text\/csv/);
    expect(rowsOf(csv.text)).toMatchObject([
      { action: 'create', resource_kind: 'clusterprofile', resource_name: name, actor: admin.email },
    ]);
  });

  it('puts a note on it, which is shown', async () => {
    const userMsg = 'Made for the branch offices';
    const put = await ask('PATCH', `/v1/audits/${auditUid}/userMsg`, { token, body: { userMsg } });
    expect(put.status).toBe(204);
    await waitFor('the note', async () => {
      const { body } = await ask('GET', `/v1/audits/${auditUid}`, { token });
      return body.spec.userMsg === userMsg;
    });
    const { body } = await ask('GET', `/v1/audits?resourceUid=${profileUid}`, { token });
    expect(body.items[0].spec.userMsg).toBe(userMsg);
  });

  it('changes and deletes the profile, each with its own entry', async () => {
    const body = { metadata: { name }, spec: { packs: [{ name: 'nginx' }] } };
    const changed = await ask('PUT', `/v1/clusterprofiles/${profileUid}`, { token, projectUid, body });
    const deleted = await ask('DELETE', `/v1/clusterprofiles/${profileUid}`, { token, projectUid });
    expect([changed.status, deleted.status]).toEqual([204, 204]);
    const actions = await waitFor('three entries', async () => {
      const list = await ask('GET', `/v1/audits?resourceUid=${profileUid}`, { token });
      const items = list.body.items as { metadata: { uid: string }; spec: { actionType: string } }[];
      return items.length === 3 && items;
    });
    expect(actions.map(({ spec }) => spec.actionType)).toEqual(['delete', 'update', 'create']);
    expect(actions.map(({ metadata }) => metadata.uid).slice(0, 2)).toEqual(
      [deleted, changed].map(({ headers }) => headers.get('audituid')),
    );
  });

  it('reads a history of 90 days, told by everyone', async () => {
    const since = Date.now() - 92 * 86_400_000;
    const seen = {
      kinds: new Set(),
      actions: new Set(),
      actors: new Set(),
      projects: new Set(),
      times: [] as string[],
    };
    let count = 0;
    for (let token_ = '', more = true; more;) {
      const page = await ask('GET', `/v1/audits?limit=50${token_ && `&continue=${encodeURIComponent(token_)}`}`, {
        token,
      });
      for (const { metadata, spec } of page.body.items) {
        seen.kinds.add(spec.resource.kind);
        seen.actions.add(spec.actionType);
        seen.actors.add(spec.actor.actorType);
        seen.projects.add(spec.actor.project?.uid);
        seen.times.push(metadata.creationTimestamp as string);
      }
      count += page.body.items.length as number;
      token_ = page.body.listmeta.continue as string;
      more = token_ !== '';
    }
    expect(count).toBeGreaterThanOrEqual(300);
    expect(seen.kinds.size).toBeGreaterThanOrEqual(6);
    expect([...seen.actions].sort()).toEqual(['action', 'activity', 'create', 'delete', 'deploy', 'publish', 'update']);
    expect([...seen.actors].sort()).toEqual(['service', 'system', 'user']);
    expect(seen.projects.size).toBe(3);
    expect(new Set(seen.times).size).toBeLessThan(seen.times.length);
    expect(seen.times).toEqual([...seen.times].sort().reverse());
    expect(Date.parse(seen.times.at(-1) as string)).toBeGreaterThan(since);
    expect(Date.parse(seen.times.at(-1) as string)).toBeLessThan(Date.now() - 85 * 86_400_000);
  });
});
