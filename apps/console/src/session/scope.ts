import type { Me } from '@trailbook/contract';

/** What the console is looking at: the whole tenant, or one project. */
export interface Scope {
  /** Absent: the tenant. */
  projectUid?: string;
  name: string;
  tenantUid: string;
  userUid: string;
  permissions: ReadonlySet<string>;
  /** Where the scope's pages are. */
  base: string;
}

/** These alone exist inside a project; what the tenant's role permits of them holds there too. */
export const existsInProject = (permission: string): boolean => /^(audit|clusterprofile)\./.test(permission);

export function tenantScope(me: Me): Scope {
  const { permissions, tenant } = me.spec;
  return {
    name: tenant.name,
    tenantUid: tenant.uid,
    userUid: me.metadata.uid,
    permissions: new Set(permissions),
    base: '/admin',
  };
}

/** @returns undefined for a project that is not the caller's */
export function projectScope(me: Me, projectUid: string): Scope | undefined {
  const project = me.spec.projects.find(({ uid }) => uid === projectUid);
  if (!project) return undefined;
  const inherited = me.spec.permissions.filter(existsInProject);
  return {
    projectUid,
    name: project.name,
    tenantUid: me.spec.tenant.uid,
    userUid: me.metadata.uid,
    permissions: new Set([...inherited, ...project.permissions]),
    base: `/project/${encodeURIComponent(projectUid)}`,
  };
}

/** Every scope in which the caller may do something, the tenant first. */
export function scopesOf(me: Me): Scope[] {
  const projects = me.spec.projects.map(({ uid }) => projectScope(me, uid)).filter((scope) => scope !== undefined);
  return [tenantScope(me), ...projects].filter(({ permissions }) => permissions.size > 0);
}
