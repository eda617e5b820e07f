import type { EntryFilter } from '@trailbook/store/read';
import type { TrailFilter } from './trail-filter';

/** A trail's filter as the store knows filters. */
export const entryFilterOf = ({ actionTypes, resourceKinds, projects }: TrailFilter): EntryFilter => ({
  ...(actionTypes && { actions: actionTypes }),
  ...(resourceKinds && { resourceKinds }),
  ...(projects && { projectUids: projects }),
});
