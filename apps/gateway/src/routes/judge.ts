import { existsInProject, type Permission, type Principal, type Scope } from '@trailbook/access';
import { ApiError } from '@trailbook/service';
import type { Route } from './route';

/** The scope that a call was let into, with what the caller may do there. */
export interface Judgement {
  scope: Scope;
  projectUid?: string;
  projectName?: string;
  permissions: Permission[];
}

/**
 * Decides whether a principal may make a call.
 * @param tenantUid the tenant in the path, if the route names one
 * @param projectUid header ProjectUid: asks for project scope
 * @throws ApiError 404 for a foreign tenant, which is never told apart from one that does not exist; 403 for a project
 *   that is not the principal's, and for want of the permission in the scope asked for
 */
export function judge(
  route: Pick<Route, 'needs'>,
  principal: Principal,
  tenantUid: string | undefined,
  projectUid: string | undefined,
): Judgement {
  if (tenantUid !== undefined && tenantUid !== principal.tenantUid) throw ApiError.notFound('The tenant');
  const judgement = projectUid === undefined ? tenantScope(principal) : projectScope(principal, projectUid);
  if (route.needs !== 'caller' && !judgement.permissions.includes(route.needs)) throw ApiError.forbidden();
  return judgement;
}

function tenantScope(principal: Principal): Judgement {
  return { scope: 'tenant', permissions: principal.tenantPermissions };
}

/** What is permitted for the whole tenant is so in each of its projects, where it exists there at all. */
function projectScope(principal: Principal, projectUid: string): Judgement {
  const project = principal.projects.find(({ uid }) => uid === projectUid);
  if (!project) throw ApiError.forbidden();
  const permissions = [...new Set([...principal.tenantPermissions, ...project.permissions])].filter(existsInProject);
  return { scope: 'project', projectUid, projectName: project.name, permissions };
}
