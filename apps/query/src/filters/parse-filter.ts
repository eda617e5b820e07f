import { actionTypes, actorTypes } from '@trailbook/contract';
import { ApiError } from '@trailbook/service';
import type { AuditFilter, ScopedFilter } from './audit-filter';
import { dateTimeOf } from './date-time';
import { valueOf, valuesOf, wordsOf, type QueryParameters } from './parameters';

/** Whose entries a request may see at all; decided by the gateway, enforced again by the database. */
export interface FilterScope {
  tenantUid: string;
  /** A project's uid, or `*` at tenant scope. */
  projectUid: string;
}

/** No uid or kind of the event contract is longer; none holds U+0000, which PostgreSQL cannot even compare. */
const longestValue = 128;
const canOccur = (value: string): boolean => value !== '' && value.length <= longestValue * 2 && !value.includes('\0');

const given = <T>(values: T[]): T[] | undefined => (values.length > 0 ? [...new Set(values)].sort() : undefined);

function searchOf(query: QueryParameters): string | undefined {
  const text = valueOf(query, 'search')?.trim();
  if (text === undefined || text === '') return undefined;
  if ([...text].length > 256) throw ApiError.invalidRequest('search', 'search must be at most 256 characters long');
  if (text.includes('\0')) throw ApiError.invalidRequest('search', 'search must not contain U+0000');
  return text;
}

/**
 * Reads the filters of `/v1/audits` and what belongs to it. Unknown parameters are ignored.
 * @throws ApiError 400 that names the parameter which cannot be understood
 */
export function parseFilter(query: QueryParameters, scope: FilterScope): ScopedFilter {
  const from = dateTimeOf(query, 'startTime');
  const to = dateTimeOf(query, 'endTime');
  const names = { resourceKinds: 'resourceKind', resourceUids: 'resourceUid', userUids: 'userUid' } as const;
  const filter: AuditFilter = {
    from,
    to,
    actions: given(wordsOf(query, 'actionType', actionTypes, { commas: true })),
    actorTypes: given(wordsOf(query, 'actorType', actorTypes)),
    search: searchOf(query),
    receivedSince: dateTimeOf(query, 'receivedSince'),
  };
  let nothing = from !== undefined && to !== undefined && from > to;
  for (const [field, name] of Object.entries(names) as [keyof typeof names, string][]) {
    const values = given(valuesOf(query, name));
    filter[field] = values?.filter(canOccur);
    nothing ||= values !== undefined && !values.some(canOccur);
  }
  const projects = given(valuesOf(query, 'projectUid'));
  filter.projectUids = projects?.filter(canOccur);
  nothing ||= projects !== undefined && !projects.some((uid) => canOccur(uid) && withinProject(uid, scope));
  const tenants = given(valuesOf(query, 'tenantUid'));
  nothing ||= tenants !== undefined && !tenants.includes(scope.tenantUid);
  return { filter, nothing, canonical: JSON.stringify({ ...filter, projects, tenants }) };
}

const withinProject = (uid: string, scope: FilterScope): boolean =>
  scope.projectUid === '*' || scope.projectUid === uid;
