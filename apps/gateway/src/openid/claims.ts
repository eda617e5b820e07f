/** What the claims of a verified token are. */
export type Claims = Readonly<Record<string, unknown>>;

/** A claim by its name, or by a JSON Pointer such as `/realm_access/roles`; never what an object inherits. */
export function claimOf(claims: Claims, name: string): unknown {
  if (!name.startsWith('/')) return Object.hasOwn(claims, name) ? claims[name] : undefined;
  let value: unknown = claims;
  for (const token of name.slice(1).split('/')) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Claims)[key];
  }
  return value;
}

/**
 * The texts of a claim: one, a list, or the names of an object's members, by which some issuers say what a user has
 * (`{"admins": {…}}`); a member that is false or null is not had.
 */
export function valuesOf(claims: Claims, claim: string): string[] {
  const value = claimOf(claims, claim);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.entries(value).flatMap(([name, held]) => (held === false || held === null ? [] : [name]));
  }
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.filter((one) => typeof one === 'string');
}

/**
 * The claims of an ID token, and of the userinfo endpoint's answer what the token does not say. Whether an address is
 * verified is said of that address alone.
 */
export function together(token: Claims, answer: Claims): Claims {
  const { email_verified: verified, ...others } = answer;
  const isSameAddress = token.email === undefined || token.email === answer.email;
  return { ...others, ...(isSameAddress && verified !== undefined && { email_verified: verified }), ...token };
}
