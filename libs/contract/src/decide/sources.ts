import type { AllowedSources } from '../decision';

const own = '/trailbook/';

/** Whether a source, or a pattern of sources, is Trailbook's own. */
export const isOwnSource = (source: string): boolean => source.startsWith(own);

/** Whether a pattern (a source, or the start of one and `*`) names a source: Trailbook's own only where it says so itself. */
export function sourceMatches(pattern: string, source: string): boolean {
  if (isOwnSource(source) && !isOwnSource(pattern)) return false;
  return pattern.endsWith('*') ? source.startsWith(pattern.slice(0, -1)) : source === pattern;
}

/** What the configuration of allowed sources says of a source and a tenant. */
export function allowanceOf(allowed: AllowedSources, source: string, tenantUid: string): 'given' | 'refused' | 'none' {
  let isNamed = false;
  for (const [pattern, tenants] of Object.entries(allowed)) {
    if (!sourceMatches(pattern, source)) continue;
    if (tenants.includes('*') || tenants.includes(tenantUid)) return 'given';
    isNamed = true;
  }
  return isNamed ? 'refused' : 'none';
}

/**
 * Reads the configuration of allowed sources: a JSON object of sources (or the start of one and `*`) to lists of tenants'
 * uids (`*` for all), e.g. `{"/services/billing": ["acme"], "/platform/*": ["*"]}`.
 * @throws {TypeError} with a sentence on what is wrong with it
 */
export function parseAllowedSources(json: string): AllowedSources {
  const problem = 'allowed sources must be a JSON object of sources to lists of tenant uids';
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch (cause) {
    throw new TypeError(problem, { cause });
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new TypeError(problem);
  for (const [source, tenants] of Object.entries(parsed)) {
    const isList = Array.isArray(tenants) && tenants.every((tenant) => typeof tenant === 'string' && tenant !== '');
    if (!isList || source === '') throw new TypeError(`${problem}; "${source}" has none`);
  }
  return parsed as AllowedSources;
}
