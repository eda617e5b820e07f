import type { Caller } from '@trailbook/access';
import { ApiError } from '@trailbook/service';
import type { FilterScope } from './filters/parse-filter';

/** The entries that a caller may see in this request, by what the gateway signed. */
export function scopeOf(caller: Caller): FilterScope {
  if (caller.scope === 'tenant') return { tenantUid: caller.tenantUid, projectUid: '*' };
  // Project scope without a project, or with the sign for all of them, would open the tenant.
  if (!caller.projectUid || caller.projectUid === '*') throw ApiError.forbidden();
  return { tenantUid: caller.tenantUid, projectUid: caller.projectUid };
}
