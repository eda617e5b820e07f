import type { AllowedSources } from '../decision';

const own = '/trailbook/';

const names = (pattern: string, source: string): boolean =>
  pattern.endsWith('*') ? source.startsWith(pattern.slice(0, -1)) : source === pattern;

/** Whether a source may speak for a tenant. Trailbook's own sources always may. */
export function maySpeakFor(allowed: AllowedSources, source: string, tenantUid: string): boolean {
  if (source.startsWith(own)) return true;
  return Object.entries(allowed).some(
    ([pattern, tenants]) => names(pattern, source) && (tenants.includes('*') || tenants.includes(tenantUid)),
  );
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
