import { ApiError, isText } from '@trailbook/service';

/** Longer than any address, password or tenant name: no reason to hash it. */
const longestByDefault = 1_024;

/** A field of a body that has to be there. @throws ApiError 400 */
export function requiredText(body: Record<string, unknown>, field: string, longest = longestByDefault): string {
  const value = optionalText(body, field, longest);
  if (!value) throw ApiError.invalidRequest(field, `${field} is required`);
  return value;
}

/** A field of a body; one that is null or empty is absent. @throws ApiError 400 for what is no text, or too long */
export function optionalText(
  body: Record<string, unknown>,
  field: string,
  longest = longestByDefault,
): string | undefined {
  const value = body[field];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw ApiError.invalidRequest(field, `${field} must be a string`);
  if (isText(value, 1, longest)) return value;
  throw ApiError.invalidRequest(field, `${field} must be text of at most ${longest} characters`);
}
