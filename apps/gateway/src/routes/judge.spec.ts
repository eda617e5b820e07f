import { builtInRoles, type Permission, type Principal } from '@trailbook/access';
import { ApiError } from '@trailbook/service';
import { judge } from './judge';

const role = (name: keyof typeof builtInRoles): Permission[] => [...builtInRoles[name].permissions];
const principal = (tenantPermissions: Permission[], projects: Record<string, Permission[]>): Principal => ({
  tenantUid: 't1',
  tenantName: 'One',
  userUid: 'u1',
  emailId: 'a@b',
  actorType: 'user',
  tenantPermissions,
  projects: Object.entries(projects).map(([uid, permissions]) => ({ uid, name: uid.toUpperCase(), permissions })),
});

const tenantAdmin = principal(role('Tenant Admin'), { p1: [], p2: [] });
const tenantViewer = principal(role('Tenant Viewer'), { p1: [], p2: [] });
const projectAdmin = principal([], { p1: role('Project Admin') });
const projectViewer = principal([], { p1: role('Project Viewer'), p2: [] });
const nobody = principal([], {});
const operator: Principal = { ...principal(['tenant.create', 'tenant.list'], {}), tenantUid: '', operator: true };
const ofTwoRoles = principal(['audit.get'], { p1: ['audit.list'] });

function outcome(needs: Permission | 'caller', who: Principal, tenant?: string, project?: string): string | number {
  try {
    return judge({ needs }, who, tenant, project).scope;
  } catch (error) {
    return (error as ApiError).status;
  }
}

describe('the judgement', () => {
  it.each<[string, Principal, Permission | 'caller', string | undefined, string | undefined, string | number]>([
    ['a tenant admin', tenantAdmin, 'audit.list', undefined, undefined, 'tenant'],
    ['a tenant admin', tenantAdmin, 'audit.export', undefined, 'p1', 'project'],
    ['a tenant admin', tenantAdmin, 'audit.list', undefined, 'p9', 403],
    ['a tenant admin', tenantAdmin, 'trail.get', 't1', undefined, 'tenant'],
    ['a tenant admin', tenantAdmin, 'trail.get', 't2', undefined, 404],
    ['a tenant admin', tenantAdmin, 'trail.get', 't1', 'p1', 403],
    ['a tenant admin', tenantAdmin, 'user.list', undefined, 'p1', 403],
    ['a tenant admin', tenantAdmin, 'tenant.create', undefined, undefined, 403],
    ['a tenant viewer', tenantViewer, 'audit.get', undefined, undefined, 'tenant'],
    ['a tenant viewer', tenantViewer, 'audit.export', undefined, undefined, 403],
    ['a project admin', projectAdmin, 'audit.export', undefined, 'p1', 'project'],
    ['a project admin', projectAdmin, 'clusterprofile.create', undefined, 'p1', 'project'],
    ['a project admin', projectAdmin, 'clusterprofile.create', undefined, undefined, 403],
    ['a project viewer', projectViewer, 'audit.list', undefined, 'p1', 'project'],
    ['a project viewer', projectViewer, 'audit.list', undefined, 'p2', 403],
    ['a project viewer', projectViewer, 'audit.list', undefined, undefined, 403],
    ['a project viewer', projectViewer, 'audit.export', undefined, 'p1', 403],
    ['a project viewer', projectViewer, 'trail.get', 't1', undefined, 403],
    ['a project viewer', projectViewer, 'trail.get', 't2', undefined, 404],
    ['nobody in particular', nobody, 'caller', undefined, undefined, 'tenant'],
    ['nobody in particular', nobody, 'caller', undefined, 'p1', 403],
    ['nobody in particular', nobody, 'audit.list', undefined, undefined, 403],
    ['the operator', operator, 'tenant.create', undefined, undefined, 'tenant'],
    ['the operator', operator, 'audit.list', undefined, undefined, 403],
    ['the operator', operator, 'user.list', 't1', undefined, 404],
    ['the holder of two roles', ofTwoRoles, 'audit.get', undefined, 'p1', 'project'],
    ['the holder of two roles', ofTwoRoles, 'audit.list', undefined, undefined, 403],
  ])('%s (%o) who needs %s in tenant %s, project %s: %s', (_name, who, needs, tenant, project, expected) => {
    expect(outcome(needs, who, tenant, project)).toBe(expected);
  });

  it('carries the project and what is permitted in it', () => {
    expect(judge({ needs: 'audit.list' }, ofTwoRoles, undefined, 'p1')).toEqual({
      scope: 'project',
      projectUid: 'p1',
      projectName: 'P1',
      permissions: ['audit.get', 'audit.list'],
    });
    const { permissions } = judge({ needs: 'caller' }, tenantAdmin, undefined, 'p1');
    expect(permissions.filter((permission) => !/^(audit|clusterprofile)\./.test(permission))).toEqual([]);
  });
});
