import type { Caller } from '@trailbook/access';

/** The tenant and the project (empty: the tenant itself) that a caller's profiles belong to. Part of every query. */
export interface ProfileScope {
  tenantUid: string;
  projectUid: string;
}

export function scopeOf({ tenantUid, scope, projectUid }: Caller): ProfileScope {
  if (scope === 'tenant') return { tenantUid, projectUid: '' };
  // Without its uid a project's caller would be let into the tenant's profiles.
  if (!projectUid) throw new Error('A caller of project scope has no project');
  return { tenantUid, projectUid };
}
