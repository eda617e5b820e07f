import { builtInRoles, type BuiltInRoleName, type Scope, type TenantPermission } from '@trailbook/access';

/** A role as bindings know it, built in or not. */
export interface RoleDefinition {
  uid: string;
  name: string;
  scope: Scope;
  permissions: readonly TenantPermission[];
}

/** Their uids are their names in small letters, the same in every tenant. */
export const builtIn: readonly RoleDefinition[] = (Object.keys(builtInRoles) as BuiltInRoleName[]).map((name) => ({
  uid: uidOf(name),
  name,
  ...builtInRoles[name],
}));

export const tenantAdminUid = uidOf('Tenant Admin');

const byUid = new Map(builtIn.map((role) => [role.uid, role]));

export function builtInRole(uid: string): RoleDefinition | undefined {
  return byUid.get(uid);
}

function uidOf(name: BuiltInRoleName): string {
  return name.toLowerCase().replace(' ', '-');
}
