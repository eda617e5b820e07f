import { serviceCaller, type AuditCaller } from './audit-action';
import { eventData, OMITTED_CHANGES } from './event-data';

const caller: AuditCaller = {
  tenantUid: 'acme',
  scope: 'project',
  projectUid: 'p1',
  projectName: 'Web',
  actorType: 'user',
  userUid: 'u1',
  emailId: 'ann@acme.test',
  firstName: 'Ann',
  org: 'Acme',
  requestId: 'r1',
  ip: '10.0.0.1',
};
const resource = { kind: 'clusterprofile', uid: 'c1', name: 'edge' };

describe('eventData', () => {
  it('says who did what to which resource, and where', () => {
    const data = eventData(caller, { actionType: 'update', resource, before: { a: 1 }, after: { a: 2 } }, []);
    expect(data).toEqual({
      tenantUid: 'acme',
      projectUid: 'p1',
      projectName: 'Web',
      actionType: 'update',
      resource,
      actor: { actorType: 'user', user: { uid: 'u1', emailId: 'ann@acme.test', firstName: 'Ann', org: 'Acme' } },
      changes: [{ path: '/a', before: 1, after: 2 }],
      request: { ip: '10.0.0.1', requestId: 'r1' },
    });
  });

  it('takes the project of the caller, of the action, or none', () => {
    const action = { actionType: 'delete', resource } as const;
    expect(eventData({ ...caller, scope: 'tenant' }, action, [])).not.toHaveProperty('projectUid');
    expect(eventData(caller, { ...action, project: null }, [])).not.toHaveProperty('projectUid');
    expect(eventData(caller, { ...action, project: { uid: 'p2' } }, [])).toMatchObject({ projectUid: 'p2' });
  });

  it('names a service that acts on its own account', () => {
    const data = eventData(serviceCaller('identity', 'acme'), { actionType: 'create', resource }, []);
    expect(data).toMatchObject({ tenantUid: 'acme', actor: { actorType: 'service', serviceName: 'identity' } });
  });

  it('cuts and cleans text instead of failing the action', () => {
    const long = '😀'.repeat(2000);
    const data = eventData(
      { ...caller, emailId: `a\0${long}`, userAgent: long },
      {
        actionType: 'create',
        resource: { ...resource, name: `${long}\uD800` },
        actionMsg: long,
        contentMsg: long.repeat(20),
        attributes: { k: long },
      },
      [],
    );
    const points = (text: string | undefined) => [...(text ?? '')].length;
    expect(points(data.actor.user?.emailId)).toBe(256);
    expect(data.actor.user?.emailId).toMatch(/^a\uFFFD/);
    expect(points(data.resource.name)).toBe(256);
    expect(points(data.actionMsg)).toBe(1024);
    expect(points(data.attributes?.k)).toBe(1024);
    expect(Buffer.byteLength(data.contentMsg ?? '')).toBeLessThanOrEqual(64 * 1024);
    expect(points(data.request?.userAgent)).toBe(256);
  });

  it('tells how many changes had no room', () => {
    const after = Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`k${index}`, 1]));
    expect(eventData(caller, { actionType: 'update', resource, before: {}, after }, []).attributes).toEqual({
      [OMITTED_CHANGES]: '100',
    });
  });
});
