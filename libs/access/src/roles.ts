import { permissions, type Scope, type TenantPermission } from './permission';

export interface Role {
  scope: Scope;
  permissions: readonly TenantPermission[];
}

export type BuiltInRoleName = 'Tenant Admin' | 'Tenant Viewer' | 'Project Admin' | 'Project Editor' | 'Project Viewer';

const clusterProfiles = permissions.filter((permission) => permission.startsWith('clusterprofile.'));

/** The roles that every tenant has from the start and nobody can change. */
export const builtInRoles: Readonly<Record<BuiltInRoleName, Role>> = {
  'Tenant Admin': { scope: 'tenant', permissions },
  'Tenant Viewer': { scope: 'tenant', permissions: ['audit.get', 'audit.list'] },
  'Project Admin': {
    scope: 'project',
    permissions: ['audit.get', 'audit.list', 'audit.export', 'audit.note', ...clusterProfiles],
  },
  'Project Editor': { scope: 'project', permissions: ['audit.get', 'audit.list', 'audit.note', ...clusterProfiles] },
  'Project Viewer': { scope: 'project', permissions: ['audit.get', 'audit.list'] },
};
