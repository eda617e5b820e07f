/** Everything that can be permitted. Those outside of `projectPermissions` exist at tenant scope only. */
export const permissions = [
  'audit.list',
  'audit.get',
  'audit.export',
  'audit.note',
  'clusterprofile.list',
  'clusterprofile.get',
  'clusterprofile.create',
  'clusterprofile.update',
  'clusterprofile.delete',
  'trail.list',
  'trail.get',
  'trail.create',
  'trail.update',
  'trail.delete',
  'user.list',
  'user.get',
  'user.create',
  'user.update',
  'user.delete',
  'role.list',
  'role.get',
  'role.create',
  'role.update',
  'role.delete',
  'role.bind',
  'project.list',
  'project.get',
  'project.create',
  'project.update',
  'project.delete',
  'apikey.list',
  'apikey.get',
  'apikey.create',
  'apikey.update',
  'apikey.delete',
] as const;

/** Of the platform's operator alone; no role of a tenant can hold them. */
export const operatorPermissions = ['tenant.list', 'tenant.create'] as const;

export type TenantPermission = (typeof permissions)[number];
export type Permission = TenantPermission | (typeof operatorPermissions)[number];

export type Scope = 'tenant' | 'project';

/** Whether a role of a tenant can hold it. */
export function isPermission(name: string): name is TenantPermission {
  return (permissions as readonly string[]).includes(name);
}

/** Whether it means anything in a project: `audit.*` and `clusterprofile.*` do. */
export function existsInProject(permission: Permission): boolean {
  return permission.startsWith('audit.') || permission.startsWith('clusterprofile.');
}
