import { limits } from './topics';

/** The size of a page for a `limit` asked for: 50 where none, zero or more than 50 is asked for. */
export const clampLimit = (limit?: number): number =>
  limit === undefined || limit === 0 ? limits.page : Math.min(limit, limits.page);
