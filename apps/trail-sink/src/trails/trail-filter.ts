import { actionTypes, type ActionType } from '@trailbook/contract';
import type { BodyFields } from './body-fields';

/** Which entries a trail delivers: those that meet every list. A list that isn't there lets all through. */
export interface TrailFilter {
  readonly actionTypes?: readonly ActionType[];
  readonly resourceKinds?: readonly string[];
  /** Uids of projects. */
  readonly projects?: readonly string[];
}

/** What a filter looks at; a note has none of it. */
export interface Filtered {
  readonly actionType: ActionType;
  readonly resourceKind: string;
  readonly projectUid: string | undefined;
}

const mostValues = 50;

/** @throws ApiError 400 naming the field */
export function parseTrailFilter(fields: BodyFields | undefined): TrailFilter {
  if (!fields) return {};
  const actions = fields.optionalTexts('actionTypes', { max: 64, maxItems: actionTypes.length });
  const known = actions.map((action) => {
    const type = actionTypes.find((one) => one === action);
    if (!type) throw fields.invalid('actionTypes', `must be a list of ${actionTypes.join(', ')}`);
    return type;
  });
  const resourceKinds = fields.optionalTexts('resourceKinds', { max: 64, maxItems: mostValues });
  const projects = fields.optionalTexts('projects', { max: 128, maxItems: mostValues });
  return {
    ...(known.length > 0 && { actionTypes: [...new Set(known)] }),
    ...(resourceKinds.length > 0 && { resourceKinds: [...new Set(resourceKinds)] }),
    ...(projects.length > 0 && { projects: [...new Set(projects)] }),
  };
}

export const isEmptyFilter = (filter: TrailFilter): boolean => Object.keys(filter).length === 0;

/** Whether a filter lets an entry through; a note (undefined) only where there is no filter. */
export function letsThrough({ actionTypes: actions, resourceKinds, projects }: TrailFilter, what?: Filtered): boolean {
  if (!what) return !actions && !resourceKinds && !projects;
  if (actions && !actions.includes(what.actionType)) return false;
  if (resourceKinds && !resourceKinds.includes(what.resourceKind)) return false;
  return !projects || (what.projectUid !== undefined && projects.includes(what.projectUid));
}

/** Whether both are the same, whatever the order of their values. */
export function isSameFilter(one: TrailFilter, other: TrailFilter): boolean {
  const text = ({ actionTypes: actions, resourceKinds, projects }: TrailFilter) =>
    JSON.stringify([actions, resourceKinds, projects].map((list) => list && [...list].sort()));
  return text(one) === text(other);
}
