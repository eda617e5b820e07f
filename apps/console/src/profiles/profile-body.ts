import { ApiFailure } from '../api/api-failure';

/**
 * The body of a cluster profile.
 * @throws ApiFailure with a sentence for people when the spec is not a JSON object
 */
export function profileBody(name: string, description: string, spec: string) {
  return { metadata: { name, ...(description && { description }) }, spec: objectIn(spec) };
}

function objectIn(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ApiFailure(400, { code: 'InvalidRequest', message: 'The spec is not valid JSON.' });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new ApiFailure(400, { code: 'InvalidRequest', message: 'The spec must be a JSON object: { … }.' });
}
