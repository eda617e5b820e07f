import { existsInProject, type Permission } from '@trailbook/access';

/** What somebody may do: everywhere in the tenant, and in single projects. */
export interface Rights {
  tenant: ReadonlySet<Permission>;
  projects: ReadonlyMap<string, ReadonlySet<Permission>>;
}

/** What roles give, each for the tenant or for one project. */
export function rightsOf(grants: readonly { permissions: readonly Permission[]; projectUid: string | null }[]): Rights {
  const tenant = new Set<Permission>();
  const projects = new Map<string, Set<Permission>>();
  for (const { permissions, projectUid } of grants) {
    if (projectUid === null) permissions.forEach((permission) => tenant.add(permission));
    else {
      const project = projects.get(projectUid) ?? new Set();
      permissions.filter(existsInProject).forEach((permission) => project.add(permission));
      projects.set(projectUid, project);
    }
  }
  return { tenant, projects };
}

/** The first permission of `needed` that `held` lacks. What is held for the tenant is held in its projects. */
export function firstMissing(held: Rights, needed: Rights): Permission | undefined {
  for (const permission of needed.tenant) if (!held.tenant.has(permission)) return permission;
  for (const [projectUid, permissions] of needed.projects) {
    const here = held.projects.get(projectUid);
    for (const permission of permissions) {
      if (!held.tenant.has(permission) && !here?.has(permission)) return permission;
    }
  }
  return undefined;
}
