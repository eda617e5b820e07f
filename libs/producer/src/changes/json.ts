export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Deepest nesting that a resource may have; the comparison is recursive and must not run out of stack. */
export const MAX_NESTING = 256;

/**
 * A resource as JSON sees it: dates are strings, what is `undefined` is gone. The copy shares nothing with the resource.
 * @throws RangeError when nested deeper than {@link MAX_NESTING}.
 */
export function toJson(resource: unknown): Json {
  if (resource === undefined) return {};
  if (nestsDeeperThan(resource, MAX_NESTING)) throw new RangeError(`A resource is nested deeper than ${MAX_NESTING}`);
  return JSON.parse(JSON.stringify(resource)) as Json;
}

/** Whether `value` has more than `limit` levels of arrays and objects; needs no stack of its own. */
export function nestsDeeperThan(value: unknown, limit: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= limit; depth += 1) {
    level = level.filter(isContainer).flatMap((container): unknown[] => Object.values(container));
    if (level.length === 0) return false;
  }
  return level.some(isContainer);
}

export function isObject(value: unknown): value is Record<string, Json> {
  return isContainer(value) && !Array.isArray(value);
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
