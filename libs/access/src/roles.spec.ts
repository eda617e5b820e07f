import { existsInProject, isPermission, permissions } from './permission';
import { builtInRoles } from './roles';

describe('the built-in roles', () => {
  it.each([
    ['Tenant Admin', 'tenant', permissions.length],
    ['Tenant Viewer', 'tenant', 2],
    ['Project Admin', 'project', 9],
    ['Project Editor', 'project', 8],
    ['Project Viewer', 'project', 2],
  ] as const)('%s: scope %s, %i permissions', (name, scope, count) => {
    const role = builtInRoles[name];
    expect([role.scope, new Set(role.permissions).size]).toEqual([scope, count]);
    if (scope === 'project') expect(role.permissions.every(existsInProject)).toBe(true);
  });

  it.each([
    ['Project Editor', 'audit.export', false],
    ['Project Editor', 'audit.note', true],
    ['Project Admin', 'audit.export', true],
    ['Project Viewer', 'clusterprofile.list', false],
    ['Tenant Viewer', 'audit.export', false],
  ] as const)('%s has %s: %s', (name, permission, has) => {
    expect(builtInRoles[name].permissions.includes(permission)).toBe(has);
  });

  it('let no role of a tenant make tenants', () => {
    expect(isPermission('tenant.create')).toBe(false);
    expect(isPermission('audit.list')).toBe(true);
  });
});
